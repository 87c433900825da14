// Package scale puts the levels and the fields of training that sites print on one scale each: the eight levels of the
// framework of 2019, and the NSF's seventeen domains. What has no counterpart stays without one. It is not for reading
// levels or codes: it is given a course that has them.
package scale

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/vocab"
)

//go:embed scale.yaml
var scaleYAML []byte

// level is what a code of LHÉO's levels is today.
type level struct {
	Scale string `yaml:"scale"`
	Level int    `yaml:"level"`
	Near  bool   `yaml:"near"`
}

// telling are words that decide a level that is two of today.
type telling struct {
	Level string   `yaml:"level"`
	Say   []string `yaml:"say"`
	Not   []string `yaml:"not"`
	Means int      `yaml:"means"`
}

// Domain is one of the fields of training: a code and its label.
type Domain struct {
	Code  string `yaml:"code"`
	Label string `yaml:"label"`
}

var table = text.Embedded[struct {
	Domains   []Domain            `yaml:"domains"`
	Formacode map[string][]string `yaml:"formacode"`
	ROME      map[string][]string `yaml:"rome"`
	Levels    map[string]level    `yaml:"levels"`
	Words     []telling           `yaml:"words"`
}](scaleYAML)

var (
	labels    = labelsOf(table.Domains)
	formacode = byPrefix(table.Formacode)
	rome      = byPrefix(table.ROME)
)

// Version names the tables: it changes with any word of them.
func Version() string {
	sum := sha256.Sum256(scaleYAML)
	return hex.EncodeToString(sum[:8])
}

// Domains lists the fields of training in the order of their codes.
func Domains() []Domain { return slices.Clone(table.Domains) }

func labelsOf(ds []Domain) map[string]string {
	m := map[string]string{}
	for _, d := range ds {
		m[d.Code] = d.Label
	}
	return m
}

func byPrefix(lists map[string][]string) map[string]string {
	m := map[string]string{}
	for domain, prefixes := range lists {
		for _, p := range prefixes {
			m[p] = domain
		}
	}
	return m
}

// Of gives what a course's levels and codes are on the scales; nil where they are nothing.
func Of(c *schema.Course) *schema.Scales {
	s := schema.Scales{Exit: Level(c.ExitLevel), Entry: Level(c.EntryLevel), Domain: Field(&c.Codes)}
	if s == (schema.Scales{}) {
		return nil
	}
	return &s
}

// Level gives what a printed level is today; nil where it has no counterpart.
func Level(c *schema.Coded) *schema.LevelScale {
	if c == nil || c.Code == nil {
		return nil
	}
	l, ok := table.Levels[*c.Code]
	if !ok {
		return nil
	}
	out := schema.LevelScale{Level: l.Level, Source: l.Scale, Fit: vocab.Exact}
	if l.Near {
		out.Fit = vocab.Near
		if means := told(*c.Code, text.Fold(c.Raw)); means > 0 {
			out.Level, out.Fit = means, vocab.Exact
		}
	}
	if c.Fit == vocab.Near {
		out.Fit = vocab.Near
	}
	return &out
}

// told gives what folded words say that a level is today; 0 where they do not.
func told(code, words string) int {
	words = " " + words + " "
	in := func(w string) bool { return strings.Contains(words, " "+w+" ") }
	for _, t := range table.Words {
		if t.Level == code && !slices.ContainsFunc(t.Not, in) &&
			!slices.ContainsFunc(t.Say, func(w string) bool { return !in(w) }) {
			return t.Means
		}
	}
	return 0
}

// Field gives the domain of a course's codes: of the best list that leads to one — the NSF, Formacode, ROME — that of
// the code called principal, else the one that most codes of that list lead to, the first printed where two are even.
func Field(c *schema.Codes) *schema.DomainScale {
	for _, l := range []struct {
		name   string
		codes  []schema.Code
		domain func(string) string
	}{{"nsf", c.NSF, ofNSF}, {"formacode", c.Formacode, ofPrefix(formacode)}, {"rome", c.ROME, ofPrefix(rome)}} {
		best, sure := choose(l.codes, l.domain)
		if best < 0 {
			continue
		}
		domain := l.domain(l.codes[best].Code)
		out := &schema.DomainScale{Code: domain, Label: labels[domain], Source: l.name + ":" + l.codes[best].Code,
			Fit: vocab.Near}
		if l.name == "nsf" && sure {
			out.Fit = vocab.Exact
		}
		return out
	}
	return nil
}

// choose gives the code that stands for a list, -1 for none, and whether all that lead somewhere lead to its domain.
func choose(codes []schema.Code, domain func(string) string) (best int, sure bool) {
	votes := map[string]int{}
	best = -1
	for _, c := range codes {
		if d := domain(c.Code); d != "" {
			votes[d]++
		}
	}
	for i, c := range codes {
		d := domain(c.Code)
		switch {
		case d == "":
		case best < 0, c.Main && !codes[best].Main,
			c.Main == codes[best].Main && votes[d] > votes[domain(codes[best].Code)]:
			best = i
		}
	}
	return best, len(votes) == 1
}

// ofNSF is the domain of a code of the NSF: its first two digits.
func ofNSF(code string) string {
	if len(code) < 2 || labels[code[:2]] == "" {
		return ""
	}
	return code[:2]
}

// ofPrefix looks a code up by its longest beginning that a table has. Codes are of five characters; shorter ones name
// no field.
func ofPrefix(m map[string]string) func(string) string {
	return func(code string) string {
		if len(code) != 5 {
			return ""
		}
		for n := len(code); n > 0; n-- {
			if d, ok := m[code[:n]]; ok {
				return d
			}
		}
		return ""
	}
}
