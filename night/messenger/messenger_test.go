package messenger

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var letter = Message{ID: "0011", At: time.Date(2027, 3, 1, 6, 0, 0, 0, time.UTC), Subject: "carif: démo needs you",
	Text: "demo/night: new\n  held: « Durée » is gone\n", JSON: []byte(`{"id":"0011","entries":[]}`)}

// folder writes files of a test; those in private only their owner may read.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		mode := os.FileMode(0o600)
		if strings.HasPrefix(name, "open") {
			mode = 0o644
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// loaded reads a file of one target.
func loaded(t *testing.T, yaml string, files map[string]string) *Target {
	t.Helper()
	all := map[string]string{"targets.yaml": yaml}
	for name, text := range files {
		all[name] = text
	}
	list, err := Load(filepath.Join(folder(t, all), "targets.yaml"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d targets, want 1", len(list))
	}
	return list[0]
}

// TestWebhook: a receiver that knows the secret finds the body signed, with its time, under the same number each time.
func TestWebhook(t *testing.T) {
	answer := http.StatusInternalServerError
	var ids []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sec, err := strconv.ParseInt(r.Header.Get("X-Carif-Timestamp"), 10, 64)
		at := time.Unix(sec, 0)
		if age := time.Since(at); err != nil || age < -time.Minute || age > time.Hour {
			t.Errorf("time %q", r.Header.Get("X-Carif-Timestamp"))
		}
		if got := r.Header.Get("X-Carif-Signature"); got != Sign([]byte("s3cret"), at, body) ||
			got == Sign([]byte("other"), at, body) || got == Sign([]byte("s3cret"), at.Add(time.Second), body) {
			t.Errorf("signature %q", got)
		}
		if !bytes.Equal(body, letter.JSON) || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("body %s of type %s", body, r.Header.Get("Content-Type"))
		}
		ids = append(ids, r.Header.Get("X-Carif-Delivery"))
		w.WriteHeader(answer)
		_, _ = io.WriteString(w, "no s3cret here")
	}))
	defer srv.Close()
	hook := loaded(t, "targets:\n  - name: team\n    webhook: {url: \""+srv.URL+"/hook\", secret_file: secret}\n",
		map[string]string{"secret": "s3cret\nrest"})
	err := hook.Send(t.Context(), letter)
	if err == nil || err.Error() != `answered 500 Internal Server Error: "no … here"` {
		t.Errorf("a server in trouble: %v", err)
	}
	answer = http.StatusFound // a message goes where it was to go, and nowhere else
	if err := hook.Send(t.Context(), letter); err == nil {
		t.Error("a redirect is taken for delivered")
	}
	answer = http.StatusNoContent
	if err := hook.Send(t.Context(), letter); err != nil {
		t.Error(err)
	}
	if got := strings.Join(ids, " "); got != "0011 0011 0011" {
		t.Errorf("deliveries: %s", got)
	}
	// The signature as its definition has it, made with openssl: printf '1772345000.{}' | openssl dgst -sha256 -hmac key
	const want = "sha256=fa9819f10a4a29e4803a3cbababbf1b4a18d89fb7e2636796ee4f4b873c94e1d"
	if got := Sign([]byte("key"), time.Unix(1772345000, 0), []byte("{}")); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

// TestWebhookSecretAddress: an address that is a secret stands in no error.
func TestWebhookSecretAddress(t *testing.T) {
	srv := httptest.NewServer(nil)
	address := srv.URL + "/T0/very-secret"
	srv.Close()
	t.Setenv("HOOK_URL", address)
	t.Setenv("HOOK_SECRET", "s")
	hook := loaded(t, "targets:\n- {name: a, webhook: {url_env: HOOK_URL, secret_env: HOOK_SECRET}}\n", nil)
	if err := hook.Send(t.Context(), letter); err == nil || strings.Contains(err.Error(), "very") {
		t.Errorf("a server that is down: %v", err)
	}
}

func TestNtfy(t *testing.T) {
	var got map[string]string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = nil
		if r.Header.Get("Authorization") != "Bearer tk_1" || r.Method != http.MethodPost || r.URL.Path != "/" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
	yaml := "targets:\n  - name: phone\n    ntfy:\n      url: " + srv.URL + "\n      topic: carif_night\n"
	if err := loaded(t, yaml, nil).Send(t.Context(), letter); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("without its token: %v", err)
	}
	phone := loaded(t, yaml+"      token_file: token\n", map[string]string{"token": "tk_1"})
	if err := phone.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	if got["topic"] != "carif_night" || got["title"] != letter.Subject || got["message"] != letter.Text {
		t.Errorf("published %q", got)
	}
	long := letter
	long.Text = strings.Repeat("é", 5000)
	if err := phone.Send(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if n := len(got["message"]); n > mostNtfy || n < mostNtfy-3 || !strings.HasSuffix(got["message"], "é…") {
		t.Errorf("a long message has %d bytes, and ends in %q", n, got["message"][n-6:])
	}
}

// TestHangs: a receiver that never answers costs its time-out, whatever it does not do.
func TestHangs(t *testing.T) {
	stop := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stop }))
	defer srv.Close()
	defer close(stop)
	t.Setenv("S", "s")
	target := loaded(t, "targets:\n- {name: a, timeout: 30ms, webhook: {url: \""+srv.URL+"\", secret_env: S}}\n", nil)
	if err := target.Send(t.Context(), letter); err == nil || err.Error() != "no answer within 30ms" {
		t.Errorf("got %v", err)
	}
	deaf := &Target{Timeout: 10 * time.Millisecond, send: func(context.Context, Message) error { <-stop; return nil }}
	if err := deaf.Send(t.Context(), letter); err == nil || err.Error() != "no answer within 10ms" {
		t.Errorf("one that does not look at its context: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := deaf.Send(ctx, letter); err == nil || err.Error() != "context canceled" {
		t.Errorf("a program that ends: %v", err)
	}
}

func TestStdout(t *testing.T) {
	var b bytes.Buffer
	if err := Stdout(&b).Send(t.Context(), letter); err != nil || b.String() != letter.Text {
		t.Errorf("%v, wrote %q", err, b.String())
	}
}

// TestStdoutWaits: a message is on its way to stdout or not at all: its reader is waited for, and nothing of it comes
// when Send is over.
func TestStdoutWaits(t *testing.T) {
	for name, target := range map[string]func(io.Writer) *Target{
		"default": Stdout,
		"file": func(w io.Writer) *Target {
			list, err := parse([]byte("targets:\n- {name: a, stdout: {}}\n"), "t.yaml", w)
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			return list[0]
		},
	} {
		r, w := io.Pipe()
		to := target(w)
		if to.Timeout != 0 {
			t.Errorf("%s: stdout has a time-out of %s", name, to.Timeout)
		}
		ctx, cancel := context.WithCancel(t.Context())
		sent := make(chan error)
		go func() { sent <- to.Send(ctx, letter) }()
		first := make([]byte, 1)
		if _, err := io.ReadFull(r, first); err != nil { // the message has begun
			t.Fatal(err)
		}
		cancel() // as a time-out would
		got := make([]byte, len(letter.Text)-1)
		select {
		case err := <-sent:
			t.Errorf("%s: over before all was read: %v", name, err)
		default:
		}
		_, err := io.ReadFull(r, got)
		if sentErr := <-sent; err != nil || sentErr != nil || string(first)+string(got) != letter.Text {
			t.Errorf("%s: read %q, %v; sent: %v", name, got, err, sentErr)
		}
		if err := to.Send(ctx, letter); err == nil {
			t.Errorf("%s: sent after the end", name)
		}
	}
}

// TestBadConfig: each mistake is told with file, line, key and what is wanted.
func TestBadConfig(t *testing.T) {
	files := map[string]string{"secret": "x", "open": "x", "empty": "\n", "none.pem": "no certificate"}
	hook := func(more string) string { return "targets:\n- name: a\n  webhook:\n    " + more }
	smtp := func(more string) string {
		return "targets:\n- name: a\n  smtp:\n    server: mail.example.org\n    from: a@example.org\n    " + more
	}
	for _, tt := range []struct{ yaml, want string }{
		{"", "the file is empty"},
		{"{", ":1: not YAML"},
		{"- a\n", ":1: want keys with values: targets"},
		{"target: []\n", ":1: target: unknown key: want one of targets"},
		{"targets: []\n", ":1: targets: want a list"},
		{"targets: x\n", ":1: targets: want a list"},
		{"targets:\n- x\n", ":2: targets[0]: want keys with values"},
		{"targets:\n- name: a\n", ":2: targets[0]: want one of smtp, webhook, ntfy, stdout, and it has 0 of them"},
		{"targets:\n- {name: a, stdout: {}, ntfy: {topic: t}}\n", "and it has 2 of them"},
		{"targets:\n- {name: \"a b\", stdout: {}}\n", `:2: targets[0].name: "a b" is no name`},
		{"targets:\n- stdout: {}\n", `targets[0].name: "" is no name`},
		{"targets:\n- {name: a, stdout: {}}\n- {name: a, stdout: {}}\n", `:3: name: "a" is there twice`},
		{"targets:\n- {name: a, ntfy: {topic: t}, timeout: 1h}\n", "targets[0].timeout: want a time up to 5m0s"},
		{"targets:\n- {name: a, stdout: {}, timeout: 2s}\n", "targets[0].timeout: stdout has none: take it out"},
		{"targets:\n- {name: a, stdout: {file: x}}\n", "targets[0].stdout.file: unknown key"},
		{"targets:\n- {name: a, ntfy: {topic: \"a/b\"}}\n", "targets[0].ntfy.topic: want the name of a topic"},
		{"targets:\n- {name: a, ntfy: {topic: a, url: \"http://example.org\"}}\n", "http is for this machine only"},
		{hook("url: ftp://example.org\n    secret_file: secret"), ":4: targets[0].webhook.url: want an https URL"},
		{hook("url: https://u:p@example.org\n    secret_file: secret"), "holds a user"},
		{hook("url: https://example.org"), "secret_file or secret_env is missing: secrets never stand in this file"},
		{hook("url: https://example.org\n    secret: x"), ":5: targets[0].webhook.secret: unknown key"},
		{hook("url: https://example.org\n    secret_file: open"), "may be read by others than its owner (mode 0644): chmod 600"},
		{hook("url: https://example.org\n    secret_file: gone"), ":5: targets[0].webhook.secret_file: gone: no such file"},
		{hook("url: https://example.org\n    secret_file: ."), "is not a file"},
		{hook("url: https://example.org\n    secret_file: empty"), "its first line is empty"},
		{hook("url: https://example.org\n    secret_env: CARIF_NO_SUCH"), "the environment has no CARIF_NO_SUCH"},
		{hook("url: https://example.org\n    secret_file: secret\n    secret_env: X"), "are two answers"},
		{smtp("to: nobody"), ":6: targets[0].smtp.to: want an address"},
		{smtp("to: []"), "targets[0].smtp.to: nobody is named"},
		{smtp("tls: maybe"), "want starttls, tls or none"},
		{smtp("tls: none"), "none is for a server on this machine only"},
		{smtp("to: b@example.org\n    user: c"), "password_file or password_env is missing"},
		{smtp("to: b@example.org\n    ca_file: none.pem"), "none.pem holds no certificate"},
		{"targets:\n- name: a\n  smtp: {server: \"h:99999\", from: a@example.org, to: a@example.org}\n", `"99999" is no port`},
		{"targets:\n- name: a\n  smtp: {from: a@example.org, to: a@example.org}\n", "server: missing"},
		{"targets:\n- name: a\n  stdout: {}\n---\nx: 1\n", ":4: a second document begins"},
	} {
		files["targets.yaml"] = tt.yaml
		path := filepath.Join(folder(t, files), "targets.yaml")
		_, err := Load(path, io.Discard)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), path+":") {
			t.Errorf("%q:\n got %v\nwant %s", tt.yaml, err, tt.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml"), io.Discard); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("no file: %v", err)
	}
}

// FuzzConfig: whatever stands in the file, it is targets or errors with its name, and never a panic.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{"targets:\n- {name: a, stdout: {}}\n", "targets:\n- name: b\n  ntfy: {topic: t}\n", "a: &b [*b]",
		"targets: {? a}", "targets:\n- smtp: !x", "targets:\n- &a {name: a, webhook: *a}\n", "---\n---\n", "targets: |\n  x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, err := parse([]byte(s), "t.yaml", io.Discard)
		if err == nil && len(list) == 0 {
			t.Error("neither targets nor an error")
		}
		if err != nil && !strings.HasPrefix(err.Error(), "t.yaml: ") && !strings.HasPrefix(err.Error(), "t.yaml:") {
			t.Errorf("error %q", err)
		}
		for _, x := range list {
			if err == nil && (x.send == nil || x.Timeout < 0) {
				t.Errorf("target %+v cannot be sent to", x)
			}
		}
	})
}

// TestSecretAddressRepeated: a server that repeats the address it was asked by tells nobody a secret address, nor
// a part.
func TestSecretAddressRepeated(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "no such hook: "+r.URL.Path+" "+r.RequestURI+" "+r.URL.Query().Get("key")+" "+
			strings.TrimPrefix(r.URL.EscapedPath(), "/hooks/"))
	}))
	defer srv.Close()
	t.Setenv("HOOK_URL", srv.URL+"/hooks/T0PSECRET/B%20PATH9?key=K3Y%2BVALUE")
	t.Setenv("HOOK_SECRET", "s3cret-of-a-test")
	hook := loaded(t, "targets:\n- {name: a, webhook: {url_env: HOOK_URL, secret_env: HOOK_SECRET}}\n", nil)
	err := hook.Send(t.Context(), letter)
	if err == nil || !strings.Contains(err.Error(), "answered 500") || !strings.Contains(err.Error(), "no such hook") {
		t.Fatalf("said %v", err)
	}
	for _, part := range []string{"T0PSECRET", "PATH9", "K3Y", "VALUE"} {
		if strings.Contains(err.Error(), part) {
			t.Errorf("said %v", err)
		}
	}
}
