package sites

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed skeleton.yaml
var skeleton string

// Skeleton gives a commented profile to start from, valid as it stands.
func Skeleton(id string) (string, error) {
	if err := checkID(id); err != nil {
		return "", err
	}
	return strings.ReplaceAll(skeleton, "SITE-ID", id), nil
}

func checkID(id string) error {
	if !idForm.MatchString(id) || id == "generic" {
		return fmt.Errorf("%q is not an id for a site: lower-case letters, digits and single hyphens", id)
	}
	return nil
}
