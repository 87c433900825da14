package parser

import "carif/parser/wording"

// NewWithout is New with part of the lexicon left out: a label whose key drop says true to is not known. It is how
// the reader is measured on a site as if nobody had seen it: without the labels that only this site taught.
func NewWithout(drop func(labelKey string) bool) (*Parser, error) {
	p, err := New()
	if err != nil {
		return nil, err
	}
	p.lx.Drop(drop)
	return p, nil
}

// LabelKey is the form in which a printed label is looked up in the lexicon: labels with one key are one label.
func LabelKey(printed string) string { return wording.LabelKey(printed) }
