package lheo

// oneLine is the most bytes of a line that is taken for one item of a list, and not for prose.
const oneLine = 300
