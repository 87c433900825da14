package crawler

import "carif/sites"

// Check tells whether a site would be walked with these options, before anything of a run is begun: the error
// names the option at fault.
func (w *Walker) Check(site *sites.Site) error {
	_, err := w.delayOf(site)
	return err
}
