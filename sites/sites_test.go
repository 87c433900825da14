package sites

import (
	"net/url"
	"strings"
	"testing"
)

func TestBuiltinProfilesAreValid(t *testing.T) {
	set, err := NewSet("")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"demo", "nouvelle-aquitaine"} {
		if _, err := set.Find(id); err != nil {
			t.Errorf("Find(%q): %v", id, err)
		}
	}
}

const good = `id: x
name: X
hosts: [example.org]
start: ["https://example.org/"]
course: ['^/c/(?P<id>\d+)$']
`

func TestParseNamesFileLineKeyReason(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"unknown key", good + "colour: red\n", "x.yaml:6: colour: unknown key"},
		{"bad regexp", strings.Replace(good, `(?P<id>\d+)`, `(`, 1), "x.yaml:5: course[0]:"},
		{"bad selector", good + "page:\n  root: \"div[\"\n", "x.yaml:7: page.root:"},
		{"unknown field", good + "page:\n  labels: {\"Le plus\": highlight}\n",
			"x.yaml:7: page.labels.Le plus: \"highlight\" is not a field"},
		{"wrong region", good + "region: \"99\"\n", "x.yaml:6: region:"},
		{"wrong type", good + "historic: perhaps\n", "x.yaml:6: historic: wrong type: expected true or false"},
		{"word for a list", good + "ignore: /a\n", "x.yaml:6: ignore: wrong type: expected a list"},
		{"list for keys", good + "page: {labels: [x]}\n", "x.yaml:6: page.labels: wrong type: expected keys with values"},
		{"no duration", good + "pace: {budget: 5, delay: 3}\n",
			"x.yaml:6: pace.delay: wrong type: expected a duration, like 2s"},
		{"too large", good + "pace: {budget: 99999999999999999999}\n",
			"x.yaml:6: pace.budget: 99999999999999999999 is too large"},
		{"empty file", "", "x.yaml: the file is empty"},
		{"missing hosts", "id: x\nname: X\nstart: []\ncourse: [a]\n", "x.yaml: hosts: missing"},
		{"start elsewhere", strings.Replace(good, "https://example.org/", "https://example.com/", 1), "not in hosts"},
		{"port of another service", strings.ReplaceAll(good, "example.org", "example.org:6379"),
			"x.yaml:3: hosts[0]: \"example.org:6379\": port 6379 is never asked: ports 80 and 443 are asked; 8000, 8080"},
		{"no name of DNS", strings.Replace(good, "hosts: [", "hosts: [ex*mple.org, ", 1), "x.yaml:3: hosts[0]:"},
		{"no international name", strings.Replace(good, "hosts: [", "hosts: [\"-é.example.org\", ", 1), "x.yaml:3: hosts[0]:"},
		{"not yaml", "id: [", "x.yaml:1:"},
		{"bad schedule", good + "schedule: nightly\n",
			"x.yaml:6: schedule: \"nightly\" is no cron line of five fields"},
		{"schedule of words", good + "schedule: \"@daily\"\n", "x.yaml:6: schedule: \"@daily\" is no cron line"},
		{"schedule of another zone", good + "schedule: \"TZ=Asia/Tokyo 30 22 * * *\"\n", "names a time zone"},
		{"schedule that never comes", good + "schedule: \"0 3 30 2 *\"\n", "names a day that never comes"},
		{"jitter alone", good + "jitter: 5m\n", "x.yaml:6: jitter: makes no sense without schedule"},
		{"jitter of a day", good + "schedule: \"0 3 * * *\"\njitter: 24h\n", "x.yaml:7: jitter: 24h0m0s is not a time"},
		{"bad window", good + "pace: {window: night}\n", "x.yaml:6: pace.window:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.yaml), "x.yaml")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse: got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestCanonicalURLAndKind(t *testing.T) {
	s, err := Parse([]byte(good+"canonical: {drop_query: [sid, \"utm_*\"], drop_path: ';jsessionid=[^/]*', https: true}\n"+
		"listing: ['^/l']\nignore: ['^/c/9']\n"), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in, want string
		kind     Kind
	}{
		{"HTTP://Example.org:80/c/12?b=2&sid=9&a=1&utm_x=1#top", "https://example.org/c/12?b=2&a=1", KindOther},
		{"https://example.org/c/12?sid=4", "https://example.org/c/12", KindCourse},
		{"https://example.org/l;jsessionid=AB12?page=2", "https://example.org/l?page=2", KindListing},
		{"https://example.org/c/9", "https://example.org/c/9", KindIgnore},
		{"https://example.org:8443/c/12", "https://example.org:8443/c/12", KindOther},
	} {
		u, err := url.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got := s.CanonicalURL(u)
		if got != tt.want {
			t.Errorf("CanonicalURL(%s): got %s, want %s", tt.in, got, tt.want)
		}
		c, _ := url.Parse(got)
		if k := s.Kind(c); k != tt.kind {
			t.Errorf("Kind(%s): got %s, want %s", got, k, tt.kind)
		}
		if again := s.CanonicalURL(c); again != got {
			t.Errorf("CanonicalURL is not idempotent: %s then %s", got, again)
		}
	}
	u, _ := url.Parse("https://example.org/c/12")
	if id := s.NativeID(u); id != "12" {
		t.Errorf("NativeID: got %q, want 12", id)
	}
}

func TestSkeletonIsValid(t *testing.T) {
	text, err := Skeleton("my-site")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := Parse([]byte(text), "my-site.yaml"); err != nil || s.ID != "my-site" {
		t.Errorf("Parse(Skeleton): %v", err)
	}
	if _, err := Skeleton("Not An Id"); err == nil {
		t.Error("Skeleton took an id with blanks")
	}
}

// TestAllProblemsAtOnce: every key that is wrong is told of, by its line, and none twice.
func TestAllProblemsAtOnce(t *testing.T) {
	const bad = `id: Bad_Id
nam: x
region: "76b"
hosts: example.org
start: [https://other.example.org/f]
course: ['^/formations/(?P<id>\d+$']
pace: {delay: vite, paralel: 3}
page:
  rot: x
  fields:
    dureee: .x
    duration: {csss: .y}
    session.city: .z
    price: "p["
    title: h1
    audience: {attr: x}
  sessions:
    fields: {audience: .a}
sentinels:
  - feilds: {}
`
	_, err := Parse([]byte(bad), "x.yaml")
	if err == nil {
		t.Fatal("a profile with mistakes was taken")
	}
	for _, want := range []string{"x.yaml: name: missing", "x.yaml:1: id:", "x.yaml:2: nam: unknown key", "x.yaml:3: region:", "x.yaml:4: hosts: wrong type",
		"x.yaml:5: start[0]:", "x.yaml:6: course[0]:", "x.yaml:7: pace.delay: wrong type", "x.yaml:7: pace.paralel: unknown key", "x.yaml:9: page.rot: unknown key",
		"x.yaml:11: page.fields.dureee:", `x.yaml:12: page.fields.duration: unknown key "csss"`, "x.yaml:13: page.fields.session.city: is a field of a session",
		"x.yaml:14: page.fields.price:", "x.yaml:15: page.fields.title: has a key of its own", "x.yaml:16: page.fields.audience: css is missing",
		"x.yaml:17: page.sessions: rows is missing", "x.yaml:18: page.sessions.fields.audience: is a field of the course", "x.yaml:20: sentinels[0].feilds: unknown key"} {
		if n := strings.Count(err.Error(), want); n != 1 {
			t.Errorf("%q is told %d times in\n%v", want, n, err)
		}
	}
	if strings.Contains(err.Error(), "hosts: missing") {
		t.Error("a key that cannot be read is told of as missing too")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("page: {fields: {price: {css: .a, map: {b: c}}}, sessions: {rows: li}}\npace: {delay: x}\na: [b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := Parse(data, "x.yaml"); (s == nil) == (err == nil) {
			t.Errorf("site %v, error %v", s, err)
		}
	})
}
