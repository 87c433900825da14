package text

// MostItems is the most entries of any list of a record: beyond it a page is not a course, and comparing every
// entry with every other would take forever. A list that reaches it is an issue.
const MostItems = 1000

func AddOnce(list []string, s string) []string {
	if len(list) >= MostItems {
		return list
	}
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

func AddAll(list, more []string) []string {
	for _, s := range more {
		list = AddOnce(list, s)
	}
	return list
}
