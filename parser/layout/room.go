package layout

import "sync"

// room is what the boxes and lines of a layout stand in. It is most of what a layout costs, so one page lends it to the
// next.
type room struct {
	boxes []Box
	lines []Line
}

var rooms = sync.Pool{New: func() any { return &room{make([]Box, 0, 512), make([]Line, 0, 256)} }}

// maxRoom is the number of boxes and of lines whose room is kept between pages.
const maxRoom = 8192

// Release gives the room of a layout back, which is empty from then on: nothing may point into its boxes and lines. A
// layout that is never released is no mistake.
func (l *Layout) Release() {
	if cap(l.Boxes) <= maxRoom && cap(l.Lines) <= maxRoom {
		clear(l.Boxes)
		clear(l.Lines)
		rooms.Put(&room{l.Boxes[:0], l.Lines[:0]})
	}
	l.Boxes, l.Lines = nil, nil
}
