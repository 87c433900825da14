// Package night is what is done around harvests so that they need nobody: when they begin, and what people are told of
// them. It reads what harvest left in the database and never decides it: what a run was worth, what is published and
// what is closed is harvest's to say.
//
// Its rooms: schedule/ (when which site is harvested, and the service that keeps to it), status/ (how each site
// stands), report/ (the page of a run), digest/ (what of all sites needs a person), messenger/ (sends it) and ping/ (a
// dead man's switch). They read the same runs, and know nothing of each other but that a digest goes by status.
//
// It is not for fetching, reading or storing anything of a site, nor for flags, exit codes and printing (cmd).
package night
