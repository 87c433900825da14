package sites

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestSecrets: a secret is read as it stands or refused with a reason that does not tell it.
func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		text, line, want string
		mode             os.FileMode
	}{
		"plain":   {text: "essai", line: "essai"},
		"line":    {text: "essai\r\nune note\n", line: "essai"},
		"blanks":  {text: " es sai \t\n", line: " es sai \t"},
		"empty":   {text: "\nessai\n", want: "its first line is empty"},
		"blank":   {text: " \r\nessai\n", want: "its first line is empty"},
		"longest": {text: strings.Repeat("x", mostSecret), line: strings.Repeat("x", mostSecret)},
		"longer":  {text: strings.Repeat("x", mostSecret+1), want: "has more than 65536 bytes"},
		"open":    {text: "essai", mode: 0o640, want: "may be read by others than its owner (mode 0640): chmod 600 it"},
	} {
		if c.mode != 0 && runtime.GOOS == "windows" {
			continue
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.text), max(c.mode, 0o600)); err != nil {
			t.Fatal(err)
		}
		got, err := SecretLine(path)
		switch {
		case got != c.line || (err != nil) != (c.want != ""):
			t.Errorf("%s: read %.20q, %v", name, got, err)
		case err != nil && (!strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "essai")):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	others := map[string]string{dir: "is not a file", filepath.Join(dir, "none"): ""}
	if mkfifo, err := exec.LookPath("mkfifo"); err == nil {
		pipe := filepath.Join(dir, "pipe")
		if err := exec.Command(mkfifo, "-m", "600", pipe).Run(); err != nil {
			t.Fatal(err)
		}
		others[pipe] = "is not a file"
	}
	for path, want := range others {
		b, err := SecretFile(path)
		if err == nil || len(b) > 0 || want != "" && err.Error() != want || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %q, %v, want %q", path, b, err, want)
		}
	}
}
