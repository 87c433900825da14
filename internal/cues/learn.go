package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"carif/parser/lexicon"
)

// weights is a linear model: of each feature and class how much it speaks for it. It is multinomial logistic
// regression, learnt with AdaGrad.
type weights struct {
	classes  []string
	features []string
	w        [][]float64 // by feature, then class
	bias     []float64
}

// point is an example as numbers.
type point struct {
	class int
	at    []int
	scale []float64
}

// Settings of the learning: passes over the examples, step, and pull to zero.
const (
	passes = 12
	step   = 0.5
	pull   = 2e-4
	hosts  = 3 // on so many sites a word must stand: names do not
)

func learn(all []example) *weights {
	m := &weights{}
	classOf, featureOf := map[string]int{}, map[string]int{}
	for _, f := range common(all) {
		featureOf[f] = len(m.features)
		m.features = append(m.features, f)
	}
	points := make([]point, len(all))
	for i, e := range all {
		if _, ok := classOf[e.field]; !ok {
			classOf[e.field] = len(m.classes)
			m.classes = append(m.classes, e.field)
		}
		points[i] = pointOf(e, featureOf)
		points[i].class = classOf[e.field]
	}
	m.w = make([][]float64, len(m.features))
	for i := range m.w {
		m.w[i] = make([]float64, len(m.classes))
	}
	m.bias = make([]float64, len(m.classes))
	m.fit(points)
	return m
}

// common gives the features that stand on several sites, in order.
func common(all []example) (out []string) {
	on := map[string]map[string]bool{}
	for _, e := range all {
		head, body := lexicon.CueFeatures(e.heading, e.text)
		for _, f := range append(head, body...) {
			if on[f] == nil {
				on[f] = map[string]bool{}
			}
			on[f][e.host] = true
		}
	}
	for f, h := range on {
		if len(h) >= hosts {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

func pointOf(e example, featureOf map[string]int) (p point) {
	head, body := lexicon.CueFeatures(e.heading, e.text)
	for n, features := range [...][]string{head, body} {
		from := len(p.at)
		for _, f := range features {
			if i, ok := featureOf[f]; ok {
				p.at = append(p.at, i)
			}
		}
		s := lexicon.CueScale(len(p.at)-from, n == 0)
		for range p.at[from:] {
			p.scale = append(p.scale, s)
		}
	}
	return p
}

func (m *weights) fit(points []point) {
	r := rand.New(rand.NewPCG(1, 2))
	count := make([]int, len(m.classes))
	for _, p := range points {
		count[p.class]++
	}
	sum := make([][]float64, len(m.features))
	for i := range sum {
		sum[i] = make([]float64, len(m.classes))
	}
	biasSum := make([]float64, len(m.classes))
	order := r.Perm(len(points))
	share := make([]float64, len(m.classes))
	for range passes {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			p := &points[i]
			m.shares(p, share)
			// A field that few pages have is not to drown among the others.
			rare := min(3, math.Sqrt(float64(len(points))/float64(len(m.classes)*count[p.class])))
			for c := range share {
				d := share[c]
				if c == p.class {
					d--
				}
				if d *= rare; math.Abs(d) < 0.001 {
					continue
				}
				for k, f := range p.at {
					g := d*p.scale[k] + pull*m.w[f][c]
					sum[f][c] += g * g
					m.w[f][c] -= step * g / math.Sqrt(sum[f][c]+1e-6)
				}
				biasSum[c] += d * d
				m.bias[c] -= step * d / math.Sqrt(biasSum[c]+1e-6)
			}
		}
	}
}

// scores sums what a point says of each class.
func (m *weights) scores(p *point, out []float64) {
	copy(out, m.bias)
	for k, f := range p.at {
		for c, w := range m.w[f] {
			out[c] += w * p.scale[k]
		}
	}
}

func (m *weights) shares(p *point, out []float64) {
	m.scores(p, out)
	top, sum := slices.Max(out), 0.0
	for c, s := range out {
		out[c] = math.Exp(s - top)
		sum += out[c]
	}
	for c := range out {
		out[c] /= sum
	}
}

// write saves the weights in hundredths, a line a word, without those that say next to nothing.
func (m *weights) write(path string) error {
	const least = 30
	var b strings.Builder
	b.WriteString("# What words of a heading (h:, hb:) and of the text under it say of its field, in hundredths. " +
		"Made by internal/cues; do not edit.\n")
	b.WriteString("fields\t" + strings.Join(m.classes, " ") + "\n")
	line := func(name string, ws []float64) {
		var said []string
		middle := slices.Sorted(slices.Values(ws))[len(ws)/2] // what is said of all fields alike tells none
		for c, w := range ws {
			if n := int(math.Round(100 * (w - middle))); n >= least || n <= -least {
				said = append(said, fmt.Sprintf("%d:%d", c, n))
			}
		}
		if len(said) > 0 {
			b.WriteString(name + "\t" + strings.Join(said, " ") + "\n")
		}
	}
	line("bias", m.bias)
	for i, f := range m.features {
		line(f, m.w[i])
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// leaveOut tells each folder by the weights of the others. For each field it prints, by how sure the telling is, how
// many of the texts told for it are it, and how many of its texts under headings that the lexicon does not know were
// told.
func leaveOut(all []example) error {
	type told struct {
		is, said string
		margin   float64
	}
	var tells []told
	dirs := map[string]bool{}
	for _, e := range all {
		dirs[e.dir] = true
	}
	for dir := range dirs {
		var with, without []example
		for _, e := range all {
			if e.dir == dir {
				with = append(with, e)
			} else {
				without = append(without, e)
			}
		}
		m := learn(without)
		featureOf := map[string]int{}
		for i, f := range m.features {
			featureOf[f] = i
		}
		s := make([]float64, len(m.classes))
		for _, e := range with {
			if e.known {
				continue
			}
			p := pointOf(e, featureOf)
			m.scores(&p, s)
			best, next := leaders(s)
			tells = append(tells, told{e.field, m.classes[best], s[best] - s[next]})
		}
	}
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(w, "field\tsure by\tright of those told\ttold of all")
	fields := map[string]int{}
	for _, t := range tells {
		fields[t.is]++
	}
	var names []string
	for f := range fields {
		names = append(names, f)
	}
	slices.Sort(names)
	for _, f := range names {
		for _, sure := range [...]float64{0, 0.5, 1, 1.5, 2, 3} {
			said, right := 0, 0
			for _, t := range tells {
				if t.said == f && t.margin >= sure {
					said++
					if t.is == f {
						right++
					}
				}
			}
			fmt.Fprintf(w, "%s\t%.1f\t%.3f of %d\t%.3f of %d\n", f, sure, float64(right)/float64(max(said, 1)), said,
				float64(right)/float64(fields[f]), fields[f])
		}
	}
	return w.Flush()
}

// leaders gives the class of the highest score and the one that comes next.
func leaders(s []float64) (best, next int) {
	next = -1
	for c := 1; c < len(s); c++ {
		switch {
		case s[c] > s[best]:
			best, next = c, best
		case next < 0 || s[c] > s[next]:
			next = c
		}
	}
	return best, max(next, 0)
}
