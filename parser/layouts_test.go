package parser

var layouts = []struct{ name, page string }{{"x", "<html><body><h1>T</h1></body></html>"}}
