package code

import (
	"strings"

	"carif/text"
)

// SIRET reads the 14 digits of an establishment. The check digit is Luhn's; La Poste's establishments may
// instead have a digit sum that 5 divides. Zeros alone pass Luhn and are a filler.
func SIRET(s string) (code, reason string) {
	d := text.Compact(text.CutLabel(s))
	switch {
	case len(d) != 14 || !text.AllDigits(d):
		return "", "a SIRET has 14 digits"
	case strings.Trim(d, "0") == "":
		return "", "zeros are a filler"
	case luhn(d):
		return d, ""
	case strings.HasPrefix(d, "356000000") && digitSum(d)%5 == 0:
		return d, ""
	}
	return "", "wrong check digit"
}

// luhn checks a run of digits by Luhn's sum.
func luhn(d string) bool {
	sum := 0
	for i := 0; i < len(d); i++ {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

func digitSum(d string) int {
	sum := 0
	for i := 0; i < len(d); i++ {
		sum += int(d[i] - '0')
	}
	return sum
}

// NDA reads the number of a training body's declaration: 11 characters, digits but for the P of public
// bodies in the fifth place. It has no check digit. Runs of 0 or 9 alone are fillers.
func NDA(s string) (code, reason string) {
	d := strings.ToUpper(text.Compact(text.CutLabel(s)))
	if len(d) != 11 {
		return "", "an activity number has 11 characters"
	}
	if strings.Trim(d, "0") == "" || strings.Trim(d, "9") == "" {
		return "", "a run of zeros or nines is a filler"
	}
	for i := 0; i < len(d); i++ {
		if !text.IsDigit(d[i]) && !(i == 4 && d[i] == 'P') {
			return "", "an activity number is digits"
		}
	}
	return d, ""
}

// uaiLetters are the check letters of a UAI, by the number modulo 23.
const uaiLetters = "ABCDEFGHJKLMNPRSTUVWXYZ"

// UAI reads a school's number: seven digits and a check letter.
func UAI(s string) (code, reason string) {
	d := strings.ToUpper(text.Compact(text.CutLabel(s)))
	if len(d) != 8 || !text.AllDigits(d[:7]) || d[7] < 'A' || d[7] > 'Z' {
		return "", "a UAI is seven digits and a letter"
	}
	if uaiLetters[text.Atoi(d[:7])%23] != d[7] {
		return "", "wrong check letter"
	}
	return d, ""
}

// RNCP reads a number of the national register of certifications, without its prefix. One digit alone is
// no number but a flag that some sites print in its place.
func RNCP(s string) (code, reason string) {
	d := strings.TrimPrefix(strings.ToUpper(text.Compact(text.CutLabel(s))), "RNCP")
	return registerNumber(d)
}

// RS reads a number of the specific register, without its prefix.
func RS(s string) (code, reason string) {
	d := strings.TrimPrefix(strings.ToUpper(text.Compact(text.CutLabel(s))), "RS")
	return registerNumber(d)
}

// CertifInfo reads a CertifInfo number: digits.
func CertifInfo(s string) (code, reason string) {
	return registerNumber(text.Compact(text.CutLabel(s)))
}

// CPF reads a number of the lists of the personal training account: four to seven digits.
func CPF(s string) (code, reason string) {
	d := text.Compact(text.CutLabel(s))
	if !text.AllDigits(d) || len(d) < 4 || len(d) > 7 || strings.Trim(d, "0") == "" {
		return "", "the number has four to seven digits"
	}
	return d, ""
}

func registerNumber(d string) (code, reason string) {
	switch {
	case !text.AllDigits(d):
		return "", "the number is digits"
	case len(d) < 2 || len(d) > 6 || strings.Trim(d, "0") == "":
		return "", "the number has two to six digits"
	}
	return d, ""
}

// ROME reads a code of the occupations register, version 3 or later: a letter from A to N and four digits.
func ROME(s string) (code, reason string) {
	d := strings.ToUpper(text.Compact(text.CutLabel(s)))
	if len(d) != 5 || d[0] < 'A' || d[0] > 'N' || !text.AllDigits(d[1:]) {
		return "", "a ROME code is a letter from A to N and four digits"
	}
	return d, ""
}

// Formacode reads a Formacode: five digits.
func Formacode(s string) (code, reason string) {
	d := text.Compact(text.CutLabel(s))
	if len(d) != 5 || !text.AllDigits(d) || d == "00000" {
		return "", "a Formacode is five digits"
	}
	return d, ""
}

// NSF reads a training speciality: the three digits of a group, its function letter cut off.
func NSF(s string) (code, reason string) {
	d := strings.ToLower(text.Compact(text.CutLabel(s)))
	if len(d) == 4 && d[3] >= 'a' && d[3] <= 'z' {
		d = d[:3]
	}
	switch {
	case len(d) != 3 || !text.AllDigits(d):
		return "", "an NSF group is three digits"
	case !nsfGroups[d]:
		return "", "no such NSF group"
	}
	return d, ""
}

// nsfGroups are the 93 groups of the nomenclature (INSEE, refdata/nsf.csv, level "93").
var nsfGroups = set(`
100 110 111 112 113 114 115 116 117 118 120 121 122 123 124 125 126 127 128 130 131 132 133 134 135 136
200 201 210 211 212 213 214 220 221 222 223 224 225 226 227 230 231 232 233 234 240 241 242 243 250 251 252 253 254 255
300 310 311 312 313 314 315 320 321 322 323 324 325 326 330 331 332 333 334 335 336 340 341 342 343 344 345 346
410 411 412 413 414 415 421 422 423`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
