package lexicon

// maxSketchText bounds the text a sketch keeps of one line: a model learns from short ones.
const MaxSketchText = 400
