package schema

// NonEmpty gives a pointer to a text, nil for the empty one: absent is null, never "".
func NonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
