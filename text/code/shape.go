package code

import "carif/text"

func ROMEShape(w string) bool {
	return len(w) == 5 && w[0] >= 'A' && w[0] <= 'N' && text.AllDigits(w[1:])
}

func NSFShape(w string) bool {
	return len(w) == 3 && text.AllDigits(w) || len(w) == 4 && text.AllDigits(w[:3]) && w[3] >= 'a' && w[3] <= 'z'
}
