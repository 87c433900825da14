// Package night is what is done around harvests so that they need nobody: when they begin, and what people are told of
// them. It reads what harvest left in the database and never decides it: what a run was worth, what is published and
// what is closed is harvest's to say.
//
// Its rooms: schedule/ (when which site is harvested, and the service that keeps to it). Whatever else a night needs,
// a status, a report, a digest, messengers, is a room of its own beside it, and reads the same runs.
//
// It is not for fetching, reading or storing anything of a site, nor for flags, exit codes and printing (cmd).
package night
