package main

import (
	"github.com/spf13/cobra"

	"carif/compare/freeze"
	"carif/export"
	"carif/harvest"
	"carif/query"
	"carif/storage"
	"carif/vocab/reference"
)

// commands is the one list of commands, in the order help prints the groups' members.
var commands = []func(*app) *cobra.Command{
	harvestCommand,
	scheduleCommand,
	importCommand,
	reparseCommand,
	exportCommand,
	parseCommand,
	searchCommand,
	queryCommand,
	runsCommand,
	statusCommand,
	healthCommand,
	reportCommand,
	digestCommand,
	ackCommand,
	coverageCommand,
	changesCommand,
	diffCommand,
	historyCommand,
	whyCommand,
	twinsCommand,
	compareCommand,
	verifyCommand,
	providersCommand,
	checkCommand,
	backupCommand,
	restoreCommand,
	pruneCommand,
	forgetCommand,
	archiveCommand,
	sitesCommand,
	vocabCommand,
	normalizeCommand,
	robotsCommand,
	dictionaryCommand,
	configCommand,
	versionCommand,
}

// usageErrors are the errors of other packages that mean wrong use or bad configuration.
var usageErrors = []error{
	storage.ErrNotADatabase, storage.ErrNewerSchema, storage.ErrReadOnly, export.ErrFormat, export.ErrTable, export.ErrOut,
	harvest.ErrOptions,
	reference.ErrFile,
	query.ErrSQL,
	freeze.ErrThere, freeze.ErrNotFrozen,
}
