package schema

// Field names one thing a course page says. Draft values carry it, the label lexicon maps printed labels
// to it, issues, absent and provenance speak of it. A name with a dot is the path below "course" in the
// record; names that start with "session." belong to one session.
type Field string

// The fields of a course. The French term and the LHÉO 2.3 element of each stand in Columns.
const (
	FieldTitle            Field = "title"
	FieldNativeID         Field = "native_id"
	FieldRCO              Field = "rco_id"
	FieldUpdatedOn        Field = "updated_on"
	FieldHighlights       Field = "highlights"
	FieldGeneralObjective Field = "general_objective"
	FieldObjective        Field = "objective"
	FieldProgramme        Field = "programme"
	FieldPrerequisites    Field = "prerequisites"
	FieldAdmission        Field = "admission"
	FieldSelection        Field = "selection"
	FieldAudience         Field = "audience"
	FieldEntryLevel       Field = "entry_level"
	FieldExitLevel        Field = "exit_level"
	FieldValidation       Field = "validation"
	FieldCertifying       Field = "certifying"
	FieldPathway          Field = "pathway"
	FieldPersonalisable   Field = "personalisable"
	FieldTeachingMode     Field = "teaching_mode"
	FieldEntryExit        Field = "entry_exit"
	FieldPace             Field = "pace"
	FieldDuration         Field = "duration"               // total, or a text holding several durations
	FieldCentreHours      Field = "duration.centre_hours"  // hours in the training centre
	FieldCompanyHours     Field = "duration.company_hours" // hours in a company
	FieldWeeklyHours      Field = "duration.weekly_hours"
	FieldPrice            Field = "price"
	FieldFunding          Field = "funding" // any wording of who pays; a block may hold several rows
	FieldFundingType      Field = "funding.type"
	FieldFunder           Field = "funding.funder"
	FieldScheme           Field = "funding.scheme"
	FieldMeasure          Field = "funding.measure"
	FieldFundingReference Field = "funding.reference"
	FieldConventioned     Field = "funding.conventioned"
	FieldProContract      Field = "contracts.professionalisation"
	FieldApprenticeship   Field = "contracts.apprenticeship"
	FieldFollowUp         Field = "follow_up"
	FieldCodes            Field = "codes" // a block that may hold codes of several kinds
	FieldRNCP             Field = "codes.rncp"
	FieldRS               Field = "codes.rs"
	FieldCertifInfo       Field = "codes.certifinfo"
	FieldROME             Field = "codes.rome"
	FieldFormacode        Field = "codes.formacode"
	FieldNSF              Field = "codes.nsf"
	FieldCPF              Field = "codes.cpf"

	FieldDisabilityAccess Field = "disability_access"
	FieldAssessment       Field = "assessment"
	FieldMethods          Field = "methods"
	FieldAccessDelay      Field = "access_delay"
	FieldResults          Field = "results"
	FieldEquivalences     Field = "equivalences"
	FieldBlocks           Field = "blocks"
	FieldCertifier        Field = "certification.certifier"
	FieldRegisteredFrom   Field = "certification.registered_from"
	FieldRegisteredUntil  Field = "certification.registered_until"
	FieldCPFEligible      Field = "cpf_eligible"
	FieldGroupSize        Field = "group_size"
	FieldInformationDates Field = "information_dates"
	FieldEnrolmentUntil   Field = "enrolment_until"
	FieldPositioning      Field = "positioning"
	FieldRemainingCost    Field = "remaining_cost"
	FieldAlternance       Field = "alternance"
	// FieldProvider is the responsible provider: a name, or a block that holds name, address, phones …
	FieldProvider          Field = "provider"
	FieldProviderName      Field = "provider.name"
	FieldProviderSIRET     Field = "provider.siret"
	FieldProviderNDA       Field = "provider.nda"
	FieldProviderReference Field = "provider.reference"
	FieldProviderAddress   Field = "provider.address"
	FieldProviderPostal    Field = "provider.postal_code"
	FieldProviderCity      Field = "provider.city"
	FieldProviderPhone     Field = "provider.phones"
	FieldProviderEmail     Field = "provider.emails"
	FieldProviderWebsite   Field = "provider.website"
	// FieldContact is a named or unnamed contact: a block, or a value of the contact of the current block.
	FieldContact      Field = "contacts"
	FieldContactName  Field = "contacts.name"
	FieldContactRole  Field = "contacts.role"
	FieldContactPhone Field = "contacts.phones"
	FieldContactEmail Field = "contacts.emails"
	FieldFax          Field = "fax" // kept apart: a fax is not a phone
	// FieldOther is content that belongs to the course and has no field of its own in the record: it is
	// claimed under its printed label in Course.Other, so that it is neither lost nor unclaimed.
	FieldOther Field = "other"
)

// The fields of a session.
const (
	FieldSessions         Field = "sessions" // a block that holds sessions, to be split
	FieldSessionID        Field = "session.native_id"
	FieldSessionPublished Field = "session.published_on"
	FieldSessionDates     Field = "session.dates" // start and end in one text
	FieldSessionStart     Field = "session.start"
	FieldSessionEnd       Field = "session.end"
	FieldSessionEntryExit Field = "session.entry_exit"
	FieldSessionCity      Field = "session.city" // city, perhaps with department, postal code or a whole address
	FieldSessionPostal    Field = "session.postal_code"
	FieldSessionProvider  Field = "session.provider"
	FieldSessionState     Field = "session.state"
	FieldSessionCPF       Field = "session.cpf_eligible"
	FieldSessionSeats     Field = "session.seats"
	FieldSessionHours     Field = "session.hours"
	FieldSessionPrice     Field = "session.price"
	FieldSessionContact   Field = "session.contacts"
	FieldSessionText      Field = "session.text" // anything else said of the session
)

// Where tells the place of a text on its page.
type Where struct {
	Path  string `json:"path,omitempty"` // DOM path ("table[2]/tr[3]/td[2]"), or "line 12" for a plain-text capture
	Start int    `json:"start"`          // first byte of the range in the decoded (UTF-8) page
	End   int    `json:"end"`            // one past its last byte; 0 when the range is not known
}

// Link is an anchor found inside a value.
type Link struct {
	Href string `json:"href"`
	Text string `json:"text"`
}

// Value is one find: what the page says under one label, in the page's own words.
type Value struct {
	Field Field
	Label string   // the label as printed; "" where the place alone told (a heading, a cell's shape)
	Text  string   // plain text: NFC, lines separated by \n, list items by lines that begin "- "
	Items []string // the items where the page itself printed a list (li, bullets, one line each); else nil
	Links []Link   // anchors inside the value, in order
	Empty bool     // Text is what the site prints where it has no value
	Icon  bool     // Text stands only in an icon's alt, title or file name
	Also  []Field  // further fields the same words speak of (a label naming two things)
	Group int      // values of one block of the page (one contact, one funding row) share a group number > 0
	Where Where
}

// DraftSession is one session as printed: one row of a table, one block, one line.
type DraftSession struct {
	Values []Value // Field is one of the session fields
	Where  Where
}

// Draft is a course in the page's own words: what the parser found, before anything is typed.
type Draft struct {
	Site          string // id of the profile used; "generic"
	ParserVersion string
	Model         string  // the site model it was read with (site.Model.Reading), "" when read alone
	Values        []Value // in page order; several values may carry the same field
	Sessions      []DraftSession
	Absent        []Absent // fields that the page names to say that there is nothing: "Aucune session programmée"
	Unclaimed     []Unclaimed
	Issues        []Issue
	Language      string // value of <html lang>, "" when not given
	Charset       string // the charset the bytes were read with
}

// Get returns the values of a field in page order.
func (d *Draft) Get(f Field) []Value {
	var vs []Value
	for _, v := range d.Values {
		if v.Field == f {
			vs = append(vs, v)
		}
	}
	return vs
}

// Refusal says why a page gave no record.
type Refusal struct {
	Reason string // one of the Refuse… constants
	Detail string // in words, for a person
}

// The reasons of a Refusal.
const (
	RefuseNotACourse = "not_a_course"
	RefuseEmptyShell = "empty_shell"
	RefuseGone       = "gone"
	RefuseUnreadable = "unreadable" // binary, too many bytes, or nested beyond what can be read
	// RefuseTooComplex: more elements, words or labels than a page is read with.
	RefuseTooComplex = "too_complex"
	// RefuseSetAside: the process that read the same bytes died twice.
	RefuseSetAside = "set_aside"
)
