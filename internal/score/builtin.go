package main

import "carif/sites"

// builtin adds the profiles that ship with carif, by host.
func builtin(m map[string]*sites.Site) error { return nil }
