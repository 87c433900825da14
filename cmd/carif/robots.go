package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"carif/crawler"
	"carif/crawler/links"
	"carif/crawler/robots"
	"carif/harvest"
	"carif/sites"
)

type robotsOptions struct {
	file, agent   string
	allowLoopback bool
}

func robotsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "robots",
		Short:   "Check what a robots.txt says about a URL",
		Example: "  carif robots check https://example.org/recherche",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var o robotsOptions
	check := &cobra.Command{
		Use:   "check URL…",
		Short: "Print whether each URL is allowed, and the rule that decides",
		Long: `Print one line per URL: allow or deny, the URL, and the robots.txt rule that decides
(RFC 9309), separated by tabs. Without --file, the site's own robots.txt is fetched,
once per origin; a site whose robots.txt cannot be fetched is denied.`,
		Example: `  carif robots check https://example.org/recherche
  carif robots check --file robots.txt --agent carif https://example.org/prive/`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, urls []string) error { return a.robotsCheck(cmd.Context(), o, urls) },
	}
	check.Flags().StringVar(&o.file, "file", "", "read the rules from this file instead of from the site")
	check.Flags().StringVar(&o.agent, "agent", "carif", "product token to match")
	check.Flags().BoolVar(&o.allowLoopback, "allow-loopback", false, "allow loopback hosts in URLs (for tests)")
	cmd.AddCommand(check)
	return cmd
}

func (a *app) robotsCheck(ctx context.Context, o robotsOptions, urls []string) error {
	for _, raw := range urls {
		if err := checkURL(raw); err != nil {
			return err
		}
		if _, err := links.AsAsked(raw, sites.Generic()); err != nil {
			return usagef("%q is not an http or https URL", raw)
		}
	}
	asker, err := crawler.NewRobotsAsker(crawler.Options{UserAgent: o.agent + "/" + version + " (+" + noContact + ")",
		AllowLoopback: o.allowLoopback})
	if err != nil {
		return withCode(exitUsage, err)
	}
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	asker.Profile = set.ForHost
	ask := func(raw string) (bool, string, error) { return asker.Check(ctx, raw) }
	if o.file != "" {
		body, err := os.ReadFile(o.file)
		if err != nil {
			return withCode(exitUsage, fmt.Errorf("--file %w", harvest.PlainPathError(err)))
		}
		ask = func(raw string) (bool, string, error) {
			u, err := links.AsAsked(raw, sites.Generic())
			if err != nil {
				return false, "", err
			}
			allow, rule := robots.Match(body, o.agent, u.String())
			return allow, rule, nil
		}
	}
	for _, raw := range urls {
		allow, rule, err := ask(raw)
		if err != nil {
			return err
		}
		word := "deny"
		if allow {
			word = "allow"
		}
		printf(a.out, "%s\t%s\t%s\n", word, raw, rule)
	}
	return nil
}
