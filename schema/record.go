package schema

// Record is what one course page becomes: the contract that `carif parse` prints, `carif export --format
// jsonl` writes and the API serves. "Absent" is null or [], never "", 0 or a guess.
type Record struct {
	Source    Source      `json:"source"`
	Course    *Course     `json:"course"`
	Absent    []Absent    `json:"absent"`
	Unclaimed []Unclaimed `json:"unclaimed"`
	Issues    []Issue     `json:"issues"`
	// History is what the database knows of the course: only exports have it.
	History *History `json:"history,omitempty"`
	// Provenance tells where each field came from. It is kept in the store and printed by `carif why`;
	// it is not part of the printed record.
	Provenance []Origin `json:"-"`
}

// Source tells where a record came from.
type Source struct {
	Site          string  `json:"site"`       // id of the site profile; "generic" where none matched
	URL           *string `json:"url"`        // canonical URL
	File          *string `json:"file"`       // path or archive record the bytes came from
	FetchedAt     *string `json:"fetched_at"` // RFC 3339, UTC
	SHA256        string  `json:"sha256"`     // of the body as received
	UpdatedOn     *string `json:"updated_on"` // the record's own last-update date printed on the page
	CreatedOn     *string `json:"created_on,omitempty"`
	ParserVersion string  `json:"parser_version"` // changes whenever the meaning of a record may change
	Charset       string  `json:"charset"`        // the charset the page was read with
	Model         *string `json:"model"`          // the site model it was read with; null when read alone
}

// Coded is a value of a controlled vocabulary: the page's words always, the code only where one fits.
type Coded struct {
	Code  *string `json:"code"`
	Label *string `json:"label"`
	Raw   string  `json:"raw"`
	Fit   string  `json:"fit,omitempty"` // "exact", or "near" for an approximation declared in the vocabulary
}

// Code is a code of an outside list (RNCP, ROME …) found on the page.
type Code struct {
	Code     string  `json:"code"`
	Label    *string `json:"label,omitempty"`     // as printed beside it
	Version  *string `json:"version,omitempty"`   // of the list, where the page tells
	FromLink bool    `json:"from_link,omitempty"` // it stands only in a link's address
	Main     bool    `json:"main,omitempty"`      // the source calls it the principal one [@tag]
}

// Codes are the outside codes of a course. [codes of certification, domaine-formation, métiers]
type Codes struct {
	RNCP       []Code `json:"rncp"`
	RS         []Code `json:"rs"`
	CertifInfo []Code `json:"certifinfo"`
	ROME       []Code `json:"rome"`
	Formacode  []Code `json:"formacode"`
	NSF        []Code `json:"nsf"`
	CPF        []Code `json:"cpf"`
}

// Duration of a course in hours. [durée]
type Duration struct {
	TotalHours   *float64 `json:"total_hours"`
	CentreHours  *float64 `json:"centre_hours"`
	CompanyHours *float64 `json:"company_hours"`
	WeeklyHours  *float64 `json:"weekly_hours"`
	Text         *string  `json:"text"`
}

// Price of a course in euros; the amount only where one plain reading exists. [prix-total-TTC, which holds no price
// that the page gives without tax]
type Price struct {
	AmountEUR *float64 `json:"amount_eur"`
	Tax       *string  `json:"tax"`  // ttc | ht | exempt, where the page tells
	Kind      *string  `json:"kind"` // inter | intra, where the page tells
	Text      *string  `json:"text"`
}

// Amount is what a trainee still has to pay, in euros. [reste à charge, frais-restants]
type Amount struct {
	AmountEUR *float64 `json:"amount_eur"`
	Text      *string  `json:"text"`
}

// Delay is the time between asking for a course and entering it. [délai d'accès]
type Delay struct {
	Days *int    `json:"days"` // only when the page states one number of days, weeks or months
	Text *string `json:"text"`
}

// Figure is one figure of what became of earlier trainees. [indicateurs de résultats]
type Figure struct {
	What   string   `json:"what"`   // as printed: "taux de réussite"
	Value  *float64 `json:"value"`  // in unit
	Unit   *string  `json:"unit"`   // "%", "/5", "/10", "/20"; nil for a bare number
	N      *int     `json:"n"`      // how many trainees or answers it is of
	Period *string  `json:"period"` // "2025", "2024-2025"
	Method *string  `json:"method"` // how it was computed, where the page tells
	Raw    string   `json:"raw"`
}

// Block is one bloc de compétences of a certification. [blocs-competences]
type Block struct {
	Code  *string `json:"code"` // RNCP37275BC01
	Label *string `json:"label"`
}

// Certification is what the register says of the certification a course leads to.
type Certification struct {
	Certifier       *string `json:"certifier"`        // [certificateur]
	RegisteredFrom  *string `json:"registered_from"`  // ISO date
	RegisteredUntil *string `json:"registered_until"` // ISO date
}

// GroupSize is how many people a group has. [effectif-minimal, effectif-maximal]
type GroupSize struct {
	Min  *int    `json:"min"`
	Max  *int    `json:"max"`
	Text *string `json:"text"`
}

// InformationDate is a meeting before the course. [date-information]
type InformationDate struct {
	Date *string `json:"date"` // ISO date; nil where the words hold none that is whole
	Text string  `json:"text"`
}

// Alternance is the rhythm between centre and company. [modalites-alternance]
type Alternance struct {
	Type    *string  `json:"type"`    // as printed, where the page names one
	Centre  *float64 `json:"centre"`  // in unit
	Company *float64 `json:"company"` // in unit
	Unit    *string  `json:"unit"`    // day | week | month
	Text    *string  `json:"text"`
}

// Funding is one way the course is paid for. [organisme-financeur, conventionnement]
type Funding struct {
	Type         *string `json:"type"`
	Funder       *Coded  `json:"funder"`
	Scheme       *string `json:"scheme"`
	Measure      *string `json:"measure"`
	Reference    *string `json:"reference"`
	Conventioned *bool   `json:"conventioned"`
}

// Contracts tells whether the course is open to work-study contracts; nil where the page does not tell.
type Contracts struct {
	Professionalisation *bool `json:"professionalisation"`
	Apprenticeship      *bool `json:"apprenticeship"`
}

// Organisation is a provider. [organisme-formation-responsable, organisme-formateur]
type Organisation struct {
	Name       *string  `json:"name"`
	SIRET      *string  `json:"siret"`
	NDA        *string  `json:"nda"`
	Reference  *string  `json:"reference"`
	Address    *string  `json:"address"`
	PostalCode *string  `json:"postal_code"`
	City       *string  `json:"city"`
	Commune    *string  `json:"commune"`    // INSEE code, derived
	Department *string  `json:"department"` // INSEE code
	Region     *string  `json:"region"`     // INSEE code (2016), derived
	Phones     []string `json:"phones"`     // E.164
	Faxes      []string `json:"faxes"`      // E.164: a fax is not a phone
	Emails     []string `json:"emails"`
	Website    *string  `json:"website"`
	LegalName  *string  `json:"legal_name,omitempty"` // where the source gives one [raison-sociale]
}

// Contact is a person or desk to write to: personal data, kept apart and out of default exports.
type Contact struct {
	Name   *string  `json:"name"`
	Role   *string  `json:"role"`
	Phones []string `json:"phones"`
	Faxes  []string `json:"faxes"`
	Emails []string `json:"emails"`
	// The parts of the name, where the source has them apart. [civilite, prenom, nom]
	Civility  *string `json:"civility,omitempty"`
	FirstName *string `json:"first_name,omitempty"`
	LastName  *string `json:"last_name,omitempty"`
	// OfProvider tells that it is the organisation's contact, not that of the course or session it stands with.
	// [contact-organisme, contact-formateur]
	OfProvider bool `json:"of_provider,omitempty"`
}

// Address is a place to write or go to that is not the place of the training. [adresse-inscription]
type Address struct {
	Name       *string `json:"name,omitempty"`   // [denomination]
	Street     *string `json:"street,omitempty"` // its lines
	PostalCode *string `json:"postal_code,omitempty"`
	City       *string `json:"city,omitempty"`
	Commune    *string `json:"commune,omitempty"` // codes as the source gives them
	Department *string `json:"department,omitempty"`
	Region     *string `json:"region,omitempty"`
}

// OutlineItem is one heading of the programme with what stands under it.
type OutlineItem struct {
	Title string   `json:"title"`
	Items []string `json:"items"`
}

// Labelled is a text the page prints under a label that has no field of its own.
type Labelled struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Session is one planned run of a course: dates, place, state. [session with its action]
type Session struct {
	NativeID         *string `json:"native_id"`
	RCOID            *string `json:"rco_id"`
	PublishedOn      *string `json:"published_on"`
	Start            *string `json:"start"`          // ISO date
	End              *string `json:"end"`            // ISO date
	DatePrecision    string  `json:"date_precision"` // day | month | season | none
	EntryExit        *Coded  `json:"entry_exit"`
	City             *string `json:"city"`
	PostalCode       *string `json:"postal_code"`
	Department       *string `json:"department"`
	DepartmentStated bool    `json:"department_stated"` // the page itself printed the department
	// INSEE code, derived from city + department / postal code
	Commune         *string       `json:"commune"`
	Region          *string       `json:"region"`           // INSEE code (2016), derived
	PlaceConfidence string        `json:"place_confidence"` // high | medium | low | none: of the derived codes
	PlaceHow        string        `json:"place_how"`        // how they were decided; "" when not
	Provider        *Organisation `json:"provider"`         // delivering provider
	// upcoming | tomorrow | open | closed | full | waiting | ended
	State       *string   `json:"state"`
	CPFEligible *bool     `json:"cpf_eligible"`
	Seats       *int      `json:"seats"`
	Hours       *float64  `json:"hours"`
	Price       *float64  `json:"price"`
	Contacts    []Contact `json:"contacts"`
	Text        *string   `json:"text"`

	// What follows came later, and is not written where nothing is said.

	Action    *string  `json:"action,omitempty"`    // native_id of its action, where the course has some
	Reference *string  `json:"reference,omitempty"` // its second number, of another system [@ref]
	CreatedOn *string  `json:"created_on,omitempty"`
	PlaceName *string  `json:"place_name,omitempty"` // [denomination]
	Address   *string  `json:"address,omitempty"`    // street of the place [lieu-de-formation ligne]
	Latitude  *float64 `json:"latitude,omitempty"`   // of the place, as the source gives it, in degrees
	Longitude *float64 `json:"longitude,omitempty"`  // [geolocalisation]
	// Enrolment is where to enrol. [adresse-inscription]
	Enrolment *Address `json:"enrolment,omitempty"`
}

// Course is a training course as one page describes it. [formation]
type Course struct {
	Key              string        `json:"key"`
	NativeID         *string       `json:"native_id"`
	RCOID            *string       `json:"rco_id"`
	Title            *string       `json:"title"`
	Highlights       *string       `json:"highlights"`
	GeneralObjective *Coded        `json:"general_objective"`
	Objective        *string       `json:"objective"`
	Programme        *string       `json:"programme"`
	Outline          []OutlineItem `json:"outline"`
	Prerequisites    *string       `json:"prerequisites"`
	Admission        *string       `json:"admission"`
	Selection        []Coded       `json:"selection"`
	Audience         []Coded       `json:"audience"`
	EntryLevel       *Coded        `json:"entry_level"`
	ExitLevel        *Coded        `json:"exit_level"`
	Validation       []Coded       `json:"validation"`
	Certifying       *bool         `json:"certifying"`
	Codes            Codes         `json:"codes"`
	Pathway          *Coded        `json:"pathway"`
	Personalisable   *bool         `json:"personalisable"`
	TeachingMode     *Coded        `json:"teaching_mode"`
	EntryExit        *Coded        `json:"entry_exit"`
	Pace             []string      `json:"pace"`
	Duration         *Duration     `json:"duration"`
	Price            *Price        `json:"price"`
	Funding          []Funding     `json:"funding"`
	Contracts        *Contracts    `json:"contracts"`
	FollowUp         *string       `json:"follow_up"`
	Provider         *Organisation `json:"provider"`
	Contacts         []Contact     `json:"contacts"`
	Sessions         []Session     `json:"sessions"`
	Other            []Labelled    `json:"other"`

	// What follows came later: a course that says none of it has the fingerprint it had before.
	DisabilityAccess *string           `json:"disability_access"`
	Assessment       *string           `json:"assessment"`
	Methods          *string           `json:"methods"`
	AccessDelay      *Delay            `json:"access_delay"`
	Results          []Figure          `json:"results"`
	Equivalences     *string           `json:"equivalences"`
	Blocks           []Block           `json:"blocks"`
	Certification    *Certification    `json:"certification"`
	CPFEligible      *bool             `json:"cpf_eligible"`
	GroupSize        *GroupSize        `json:"group_size"`
	InformationDates []InformationDate `json:"information_dates"`
	EnrolmentUntil   *string           `json:"enrolment_until"` // ISO date
	Prices           []Price           `json:"prices"`          // all of them, where there are several
	Positioning      *bool             `json:"positioning"`
	RemainingCost    *Amount           `json:"remaining_cost"`
	Alternance       *Alternance       `json:"alternance"`
	// Derived names the fields that no word of the page states, and what each was derived from.
	Derived map[string]string `json:"derived"`

	// What follows came later still, and is not written where nothing is said: the bytes of a stored course, which the
	// store compares, stay as they were.

	Actions            []Action `json:"actions,omitempty"`
	Reference          *string  `json:"reference,omitempty"`            // its second number, of another system [@ref]
	EntryLevelRequired *bool    `json:"entry_level_required,omitempty"` // [niveau-entree-obligatoire]
	// CostsCovered tells that the costs of the training may be paid for. [prise-en-charge-frais-possible]
	CostsCovered    *bool  `json:"costs_covered,omitempty"`
	RecruitmentArea *Coded `json:"recruitment_area,omitempty"` // [code-perimetre-recrutement]
}

// Complete gives a course the lists it has always ("absent" is [], never null): those of a record that was stored
// before it could hold them are empty.
func (c *Course) Complete() {
	full(&c.Results)
	full(&c.Blocks)
	full(&c.InformationDates)
	full(&c.Prices)
	full(&c.Codes.CPF)
	if c.Derived == nil {
		c.Derived = map[string]string{}
	}
}

func full[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

// NonEmpty gives a pointer to a text, nil for the empty one: absent is null, never "".
func NonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
