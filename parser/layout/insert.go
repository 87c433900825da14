package layout

// Insert writes words into a line's text at an offset; what stands behind them keeps its place among the others, and an
// element that ends there takes them in.
func (l *Line) Insert(at int, words string) {
	l.Text = l.Text[:at] + words + l.Text[at:]
	n, from := int32(len(words)), int32(at)
	for i := range l.Runs {
		if l.Runs[i].At >= from && l.Runs[i].At > 0 {
			l.Runs[i].At += n
		}
	}
	for i := range l.Parts {
		if l.Parts[i].From >= from {
			l.Parts[i].From += n
		}
		if l.Parts[i].To >= from {
			l.Parts[i].To += n
		}
	}
	for i := range l.Anchors {
		if l.Anchors[i].From >= from {
			l.Anchors[i].From += n
		}
		if l.Anchors[i].To >= from {
			l.Anchors[i].To += n
		}
	}
	for i := range l.Icons {
		if l.Icons[i].At >= from && from > 0 {
			l.Icons[i].At += n
		}
	}
	for i := range l.Names {
		if l.Names[i].At >= from && from > 0 {
			l.Names[i].At += n
		}
	}
}
