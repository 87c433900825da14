package lexicon

// isKind reports whether a text is a value of one of the kinds that patterns tell.
func (lx *Lexicon) IsKind(name, t, folded string) bool {
	for i := range lx.Kinds {
		if k := &lx.Kinds[i]; k.Name == name {
			return k.Is(t, folded)
		}
	}
	return false
}
