package parser

import "carif/schema"

// Outline is the page as the parser understood it: every block in page order.
type Outline struct {
	Blocks []Block
}

// Block is one labelled (or unlabelled) stretch of the page and who took it.
type Block struct {
	Label string       // as printed; "" when the block has none
	Text  string       // its text
	Level int          // rank of the label: 1–6 for headings, 7 for a bold line, 8 for a cell or inline label, 0 for none
	Claim string       // field name, "absent", "unclaimed" or "chrome"
	Rule  string       // which rule decided: "label", "title", "chrome:form", …
	Where schema.Where // where it stands
}
