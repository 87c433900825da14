package ping

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestSwitch: the switch is told the start and the end, in this order.
func TestSwitch(t *testing.T) {
	var mu sync.Mutex
	var got []string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, r.Method+" "+r.URL.String()+" "+string(b))
	}))
	defer srv.Close()
	s, err := New(srv.URL+"/ping/secret?rid=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Start("2 sites")
	if err := s.End(true, "done"); err != nil {
		t.Error(err)
	}
	s.Start("again")
	if err := s.End(false, "held"); err != nil {
		t.Error(err)
	}
	want := "POST /ping/secret/start?rid=1 2 sites|POST /ping/secret?rid=1 done|POST /ping/secret/start?rid=1 again|POST /ping/secret/fail?rid=1 held"
	if got := strings.Join(got, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestDeadSwitch: one that hangs, is down or says no is told of, without its address, and holds nothing up for longer
// than its client waits.
func TestDeadSwitch(t *testing.T) {
	stop := make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stop }))
	defer hangs.Close()
	defer close(stop)
	says := httptest.NewServer(http.NotFoundHandler())
	defer says.Close()
	down := httptest.NewServer(nil)
	down.Close()
	for name, address := range map[string]string{"deadline": hangs.URL, "404": says.URL, "refused": down.URL} {
		s, err := New(address+"/secret", &http.Client{Timeout: 50 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		s.Start("")
		err = s.End(true, "")
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Count(err.Error(), "ping of") != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{"", "ftp://example.org/x", "example.org", "http://", "http://a b/secret"} {
		if _, err := New(bad, nil); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("New(%q): %v", bad, err)
		}
	}
}
