package wording

// prose is the length from which text outside the course is no menu, and worth a person's look.
const Prose = 150
