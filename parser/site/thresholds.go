package site

import "math"

// Thresholds are all the numbers that building a model depends on. They are part of a model's id.
type Thresholds struct {
	Pages    int `yaml:"pages"`     // largest sample
	PerGroup int `yaml:"per_group"` // pages of one group in it
	Few      int `yaml:"few"`       // groups below which nothing is learnt
	Some     int `yaml:"some"`      // groups from which unanimous chrome and sessions are learnt
	Many     int `yaml:"many"`      // groups from which everything is learnt
	// Same class of pages from this Jaccard index of their paths on.
	Class float64 `yaml:"class"`
	// A chrome line stands on this share of the groups (lower bound) and is followed by the same line this often.
	Chrome float64 `yaml:"chrome"`
	Follow float64 `yaml:"follow"`
	// A template with words of an update stands on this share of the pages; a site has several wordings, and the words
	// alone speak for it. One that holds only a number stands on the other share.
	Update float64 `yaml:"update"`
	Native float64 `yaml:"native"`
	// A label's field is told by a kind that this share of the groups' values is of (lower bound), with this score at
	// least, and this margin over the next.
	Share  float64 `yaml:"share"`
	Score  float64 `yaml:"score"`
	Margin float64 `yaml:"margin"`
	// Off are the ideas that are not used: for measuring what each brings.
	Off Ideas `yaml:"off,omitempty"`
}

// Ideas is a set of what a model may learn.
type Ideas uint16

// What a model may learn.
const (
	IdeaChrome Ideas = 1 << iota
	IdeaTails
	IdeaEmpty
	IdeaUpdate
	IdeaNative
	IdeaURL
	IdeaUnits
	IdeaOthers
	IdeaPlaces
	IdeaKinds
)

// Default are the thresholds that were measured to be best.
func Default() Thresholds {
	return Thresholds{Pages: 500, PerGroup: 5, Few: 5, Some: 10, Many: 20, Class: 0.6, Chrome: 0.7, Follow: 0.9, Update: 0.2, Native: 0.9,
		Share: 0.45, Score: 2, Margin: 1}
}

func (t *Thresholds) uses(i Ideas) bool { return t.Off&i == 0 }

// wilson is the lower bound of Wilson's 95 % interval for k of n: what is sure of a rate seen so often.
func wilson(k, n int) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	return (p + z*z/(2*m) - z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))) / (1 + z*z/m)
}
