package parser

// Version of the reader. It stands beside every version of a course, so that one can tell which reader made it, and it
// moves whenever a page may give another record or another outline: by a change of this package, of the lexicon, of
// normalize or of the built-in word lists. internal/golden fails when its goldens change and this number does not.
//
//	1  every reader before the goldens; its output changed many times under this number
//	2  the first reader whose output is kept in internal/golden
//	3  dates as normalize reads them; a bare list of intervals is as many sessions, two towns are no sure place
//	4  facts outside the fields, headings and labels without a value are unclaimed or absent; --explain lists chrome;
//	   contacts keep the names beside their mailboxes
//	5  the kind of a value decides with its label; a page must show evidence for a course; lists of other courses are
//	   chrome; labels from attributes, tabs and icons; bare sessions give way; numbered parts of a programme are its words
//	6  deadlines start no session, listed days stand apart; parts and limits are no totals, fees no prices; villages are
//	   not what a department's or town's name means; the words around a contact's name are no part of it
//	7  states, sections, placeholders and one-line blocks by their form; each dated item of a list is a session
//	8  a code of capitals is an id where a label says so, noughts are none
//	9  outcomes by more wordings, dated items in boxes of their own, periods in digits in one cell
//	10 hints beside form fields and labels are no text; a catalogue's own help desk is nobody's contact
//	11 towns over their dates, days and towns in sentences, tables of sessions without heads; towns of sessions are towns;
//	   figures over captions and facts under "En bref"; suggested labels do not part a programme; the owner of a body's
//	   site is the provider; a sheet's number and date beside each other; hours among the words on a rhythm
//	12 hotlines and codes of other things are no number of a sheet; tables of open days, juries and holidays are no
//	   sessions; a phrase is not cut at a line break in its middle; a person's word in a model beats what was learnt
//	13 events, papers, rooms for hire and offers of work speak in a course's words and are none
//	14 a few plain sentences make a course, labels of other pages speak against one; a session that is only a place names
//	   a town, and words that tell no time are no dates; tables of prices and of certificates are no sessions
//	15 fields of today (accessibility, assessment, methods, delays, results, blocks, certification, CPF, groups, meetings, what
//	   is left to pay, tax and kind of prices); kinds of other pages by their wordings, more sentences that speak for a course
//	16 mailboxes hidden from robots or spelled out are read, desks behind numbers kept
//	17 the schema.org course of a page (JSON-LD) joins what it prints
//	18 a length that is only a limit is no total, numbers of both registers in a line, ministries award and are no certificate
//	19 testimonials and pages on the recognition of experience are no courses unless very much speaks for one
//	20 microdata, events and states of scripts; classes, years printed once, short and plain labels; a profile's selectors
//	21 other courses, people and called-off sessions of scripts are left out; crosses deny their words, what people do is
//	   their role; menus, desks and meetings are no provider and no session
//	22 words of a house and what its headings ask tell fields; abridged labels, legends, glossaries, units under a
//	   town, pictures; durations, paces and links are said once, where they belong
//	23 lines over the title, next sessions told at the head, days, payers and codes in sentences, people listed in one line,
//	   regions and units that are no labels, lists of courses
//	24 fields that are missing take the sections whose words tell them, columns are told by their cells, rows of chips name
//	   nothing, times of day are no hours of a course, contacts in lists, departments beside towns
//	25 days under towns are sessions there, pages on how sheets are to be read are no courses
//	26 weights learnt from annotated pages tell what stands under a house's own headings, and speak against a heading's words;
//	   days of one line are one session or several by the hours of the course; owners by their seat with their legal form
//	27 calendars of months and towns, years of headings over tables, facts at the end of a text, sessions that only a menu offers,
//	   panels of tabs that are called like bars, contacts behind other labels, dialogs of consent, sums that begin a text
const Version = "27"
