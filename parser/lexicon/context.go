package lexicon

import (
	"carif/schema"
)

func BlockField(f schema.Field) bool {
	switch f {
	case FieldPhone, FieldEmail, FieldName, FieldAddress, FieldPostal, FieldCity, FieldWebsite, schema.FieldFax:
		return true
	}
	return false
}
