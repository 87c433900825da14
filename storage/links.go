package storage

import (
	"context"

	"carif/normalize/identity"
	"carif/schema"
)

// Linker keeps which providers and which courses are the same thing seen twice. Nothing is ever merged: a link
// stands beside its two rows, with its evidence.
type Linker interface {
	// Providers streams the providers as published, with what tells them apart, in the order of their keys.
	Providers(ctx context.Context, fn func(identity.Provider) error) error
	// LinkCourses streams the open courses as published, with what tells them apart, in the order of their keys.
	LinkCourses(ctx context.Context, fn func(identity.Course) error) error
	// SaveLinks makes the links those given: what stands already is not written again.
	SaveLinks(ctx context.Context, providers, courses []identity.Link) error
	// SaveCanonical makes the organisations of all rows of provider those given, by key: what stands already is not
	// written again.
	SaveCanonical(ctx context.Context, of map[string]schema.CanonicalProvider) error
	// ProviderRules gives the user's rules on which providers are one; SaveProviderRules keeps others in their place.
	ProviderRules(ctx context.Context) (identity.Rules, error)
	SaveProviderRules(ctx context.Context, rules identity.Rules) error
	// ProviderTwins and CourseTwins list the links with the names of both ends, the surest first.
	ProviderTwins(ctx context.Context) ([]Twin, error)
	CourseTwins(ctx context.Context) ([]Twin, error)
}

// Twin is a link for people: what both ends are called.
type Twin struct {
	A          string  `json:"a" db:"a"`
	NameA      string  `json:"name_a" db:"name_a"`
	B          string  `json:"b" db:"b"`
	NameB      string  `json:"name_b" db:"name_b"`
	Evidence   string  `json:"evidence" db:"evidence"`
	Confidence float64 `json:"confidence" db:"confidence"`
	// Differs names what both ends state and state differently, beside their names.
	Differs []Difference `json:"differs,omitempty" db:"-"`
}

// Difference is one detail of two providers that is not the same.
type Difference struct {
	Field string `json:"field"`
	A     string `json:"a"`
	B     string `json:"b"`
}
