package wording

func Digits(t string) (n int) {
	for i := range len(t) {
		if Digit(t[i]) {
			n++
		}
	}
	return n
}
