package judge

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"carif/schema"
)

// TestRealPages holds the recognisers of excuses against real pages of thirteen catalogues: a course page
// taken for an excuse would be lost night after night.
func TestRealPages(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/*/*.html")
	if err != nil || len(files) == 0 {
		t.Skip("reference material is not here: corpus")
	}
	counts := map[schema.Outcome]int{}
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		o, why := classify(Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: body,
			Kind: schema.KindCourse})
		if counts[o]++; o != schema.OutcomeOK {
			t.Logf("%s: %s (%s)", f, o, why)
		}
	}
	t.Log(counts)
}
