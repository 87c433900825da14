package sftp

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"carif/crawler/judge"
	"carif/crawler/sftp/sftptest"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

const secret = sftptest.Password

func ed(t *testing.T) (ssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s, key
}

func rsaKey(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// feedOf is a profile's feed on the server, with what else it says.
func feedOf(t *testing.T, s *sftptest.Server, path string, key ssh.PublicKey, more string) *sites.Feed {
	t.Helper()
	site, err := sites.Parse([]byte("id: x\nname: X\nfeed:\n  url: sftp://"+s.Addr+path+"\n  format: lheo\n  user: carif\n"+
		"  host_key: \""+ssh.FingerprintSHA256(key)+"\"\n"+more), filepath.Join(t.TempDir(), "x.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return site.Feed
}

func get(f *sites.Feed, known string) (Got, string, error) {
	l, err := Secret(f)
	if err != nil {
		return Got{}, "", err
	}
	var body []byte
	got, err := Get(context.Background(), f.Address(), l, Way{Idle: 10 * time.Second,
		Dial: func(ctx context.Context, u *url.URL) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", u.Host)
		}}, known, func(r io.Reader) (err error) {
		body, err = io.ReadAll(r)
		return err
	})
	return got, string(body), err
}

func write(t *testing.T, path, text string, mode os.FileMode) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file is copied once, and again when its size or time is another.
func TestGet(t *testing.T) {
	dir := t.TempDir()
	key, _ := ed(t)
	s := sftptest.Serve(t, key)
	big := strings.Repeat("<formation/>\n", 300_000)
	file := write(t, filepath.Join(dir, "offres du mois.xml"), big, 0o600)
	t.Setenv("ESSAI_MOT", secret)
	f := feedOf(t, s, filepath.ToSlash(dir)+"/offres%20du%20mois.xml", key.PublicKey(), "  password_env: ESSAI_MOT\n")
	got, body, err := get(f, "")
	if err != nil || got.Same || body != big || got.IP != "127.0.0.1" {
		t.Fatalf("got %+v, %d bytes, %v", got, len(body), err)
	}
	again, body, err := get(f, got.State)
	if err != nil || !again.Same || body != "" {
		t.Fatalf("unchanged: %+v, %d bytes, %v", again, len(body), err)
	}
	if err := os.Chtimes(file, time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if again, _, err = get(f, got.State); err != nil || again.Same {
		t.Errorf("of another time: %+v, %v", again, err)
	}
}

// The server is who the profile says, whichever of its keys that is, or nothing is asked of it and no secret told.
func TestHostKey(t *testing.T) {
	dir := t.TempDir()
	one, _ := ed(t)
	two, other := rsaKey(t), rsaKey(t)
	s := sftptest.Serve(t, one, two)
	write(t, filepath.Join(dir, "f.xml"), "x", 0o600)
	t.Setenv("ESSAI_MOT", secret)
	path := filepath.ToSlash(dir) + "/f.xml"
	for _, key := range s.Keys {
		if _, body, err := get(feedOf(t, s, path, key.PublicKey(), "  password_env: ESSAI_MOT\n"), ""); err != nil || body != "x" {
			t.Errorf("%s: %v", key.PublicKey().Type(), err)
		}
	}
	_, _, err := get(feedOf(t, s, path, other.PublicKey(), "  password_env: ESSAI_MOT\n"), "")
	if !errors.Is(err, wire.ErrRefused) || strings.Contains(err.Error(), secret) {
		t.Fatalf("another key: %v", err)
	}
	for _, want := range []string{ssh.FingerprintSHA256(one.PublicKey()), ssh.FingerprintSHA256(two.PublicKey()),
		ssh.FingerprintSHA256(other.PublicKey()), "host_key"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	key, _ := ed(t)
	mine, private := ed(t)
	s := sftptest.Serve(t, key)
	s.Allowed = mine.PublicKey()
	write(t, filepath.Join(dir, "f.xml"), "x", 0o600)
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	good := write(t, filepath.Join(dir, "password"), secret+"\nune note\n", 0o600)
	open := write(t, filepath.Join(dir, "open"), secret, 0o644)
	wrong := write(t, filepath.Join(dir, "wrong"), "autre", 0o600)
	empty := write(t, filepath.Join(dir, "empty"), "\n", 0o600)
	free := write(t, filepath.Join(dir, "key"), string(pem.EncodeToMemory(block)), 0o600)
	shut := write(t, filepath.Join(dir, "locked"), string(pem.EncodeToMemory(locked)), 0o600)
	for name, tt := range map[string]struct{ more, want string }{
		"file":            {"  password_file: " + good + "\n", ""},
		"key":             {"  key_file: " + free + "\n", ""},
		"locked key":      {"  key_file: " + shut + "\n  password_file: " + good + "\n", ""},
		"open file":       {"  password_file: " + open + "\n", "may be read by others than its owner (mode 0644): chmod 600"},
		"wrong":           {"  password_file: " + wrong + "\n", `does not take the secret of user "carif"`},
		"empty":           {"  password_file: " + empty + "\n", "its first line is empty"},
		"none":            {"  password_file: " + dir + "/none\n", "no such file"},
		"not set":         {"  password_env: ESSAI_SANS\n", "the variable ESSAI_SANS is not set"},
		"key without":     {"  key_file: " + shut + "\n", "has a password"},
		"locked, wrongly": {"  key_file: " + shut + "\n  password_file: " + wrong + "\n", "no private key that can be opened"},
		"no key":          {"  key_file: " + good + "\n", "no private key"},
	} {
		_, body, err := get(feedOf(t, s, filepath.ToSlash(dir)+"/f.xml", key.PublicKey(), tt.more), "")
		switch {
		case tt.want == "" && (err != nil || body != "x"):
			t.Errorf("%s: %v", name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		case err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "autre")):
			t.Errorf("%s: the secret is told: %v", name, err)
		}
	}
}

// What the server says of the file is told as what it is: nothing of it is a word on the courses.
func TestNoFile(t *testing.T) {
	dir := t.TempDir()
	key, _ := ed(t)
	s := sftptest.Serve(t, key)
	t.Setenv("ESSAI_MOT", secret)
	for path, want := range map[string]schema.Outcome{"/none.xml": schema.OutcomeUnexpected, "": schema.OutcomeUnexpected} {
		_, _, err := get(feedOf(t, s, filepath.ToSlash(dir)+path, key.PublicKey(), "  password_env: ESSAI_MOT\n"), "")
		if o, _, why := judge.Fault(err); err == nil || o != want {
			t.Errorf("%q: %s: %s", path, o, why)
		}
	}
}
