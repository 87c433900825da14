// Package compare sets figures of regions, departments, catalogues, providers, periods and coded values side by side,
// and says of each figure whether it may be compared with its neighbours, and why not.
//
// It reads a database of carif with plain SQL and changes nothing. Run works out the figures of one unit kind; a Figure
// carries the statement that a stock sqlite3 gives it by, the evidence about the records it is of, and a verdict
// (docs/decisions/0020-comparability.md). Words lists by which words units say the same thing. Its rooms: report/
// writes results for people and for programs, freeze/ puts them into folders one can cite, truth/ makes databases whose
// figures are known beforehand.
package compare
