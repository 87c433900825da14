package value

import (
	"carif/schema"
	"carif/text/date"
)

// CodedValue is the answer for a vocabulary: code and label of the first printed item, and all items where there
// are several.
type CodedValue struct {
	Raw    string         `json:"raw"`
	Code   *string        `json:"code"`
	Label  *string        `json:"label"`
	Fit    string         `json:"fit,omitempty"`
	Items  []schema.Coded `json:"items,omitempty"`
	Reason string         `json:"reason,omitempty"`
}

// PeriodValue is the answer for dates.
type PeriodValue struct {
	Raw       string        `json:"raw"`
	Start     *string       `json:"start"`
	End       *string       `json:"end"`
	Precision string        `json:"precision"`
	EntryExit *schema.Coded `json:"entry_exit"`
	Ranges    []date.Range  `json:"ranges,omitempty"` // where several are printed
	Reason    string        `json:"reason,omitempty"`
}

// DateValue is the answer for one day.
type DateValue struct {
	Raw    string  `json:"raw"`
	Date   *string `json:"date"`
	Reason string  `json:"reason,omitempty"`
}

// PhoneValue is the answer for telephone numbers: the first, and all.
type PhoneValue struct {
	Raw    string   `json:"raw"`
	E164   *string  `json:"e164"`
	Phones []string `json:"phones"`
	Faxes  []string `json:"faxes"`
	Reason string   `json:"reason,omitempty"`
}

// EmailValue is the answer for addresses: the first, and all.
type EmailValue struct {
	Raw    string   `json:"raw"`
	Email  *string  `json:"email"`
	Emails []string `json:"emails"`
	Reason string   `json:"reason,omitempty"`
}

// PlaceValue is the answer for a place. Codes are INSEE's.
type PlaceValue struct {
	Raw              string   `json:"raw"`
	City             *string  `json:"city"`
	PostalCode       *string  `json:"postal_code"`
	Commune          *string  `json:"commune"`
	Department       *string  `json:"department"`
	DepartmentStated bool     `json:"department_stated"`
	Region           *string  `json:"region"`
	OldRegion        *string  `json:"old_region"`
	Confidence       string   `json:"confidence"`
	How              string   `json:"how"`
	Candidates       []string `json:"candidates,omitempty"` // INSEE codes
	Reason           string   `json:"reason,omitempty"`
}

// HoursValue is the answer for a duration, in hours.
type HoursValue struct {
	Raw     string   `json:"raw"`
	Total   *float64 `json:"total_hours"`
	Centre  *float64 `json:"centre_hours"`
	Company *float64 `json:"company_hours"`
	Weekly  *float64 `json:"weekly_hours"`
	Reason  string   `json:"reason,omitempty"`
}

// PriceValue is the answer for a price, in euros.
type PriceValue struct {
	Raw    string   `json:"raw"`
	Amount *float64 `json:"amount_eur"`
	Reason string   `json:"reason,omitempty"`
}

// YesNoValue is the answer for a yes or no.
type YesNoValue struct {
	Raw    string `json:"raw"`
	Value  *bool  `json:"value"`
	Reason string `json:"reason,omitempty"`
}

// StateValue is the answer for a session's state.
type StateValue struct {
	Raw    string  `json:"raw"`
	State  *string `json:"state"`
	Seats  *int    `json:"seats"`
	Reason string  `json:"reason,omitempty"`
}

// IDValue is the answer for a code or identifier.
type IDValue struct {
	Raw    string  `json:"raw"`
	Code   *string `json:"code"`
	Reason string  `json:"reason,omitempty"`
}
