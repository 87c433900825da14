package main

import "carif/sites"

// builtin adds the profiles that ship with carif, by host.
func builtin(m map[string]*sites.Site) error {
	set, err := sites.NewSet("")
	if err != nil {
		return err
	}
	for _, s := range set.All() {
		for _, h := range s.Hosts {
			m[h] = s
		}
	}
	return nil
}
