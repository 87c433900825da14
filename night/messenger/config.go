package messenger

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"carif/sites"
	"carif/text"
)

// mostBytes bounds the file of targets, mostTargets what stands in it, longest how long one may take.
const (
	mostBytes   = 1 << 20
	mostTargets = 100
	longest     = 5 * time.Minute
)

// Load reads a file of targets with the secrets it names; stdout is where the target of that name writes. Every error
// is a sites.Problem with file and line, or several of them joined.
func Load(path string, stdout io.Writer) ([]*Target, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, sites.Problem{File: path, Reason: cause(err)}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	if err != nil {
		return nil, sites.Problem{File: path, Reason: cause(err)}
	}
	return parse(data, path, stdout)
}

// cause is why a file cannot be read, without its name.
func cause(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// reader reads one file and collects what is wrong with it.
type reader struct {
	file   string
	stdout io.Writer
	bad    []error
}

func (r *reader) problem(line int, key, format string, args ...any) {
	r.bad = append(r.bad, sites.Problem{File: r.file, Line: line, Key: key, Reason: fmt.Sprintf(format, args...)})
}

func parse(data []byte, file string, stdout io.Writer) ([]*Target, error) {
	r := &reader{file: file, stdout: stdout}
	var bound *text.BoundError
	if err := text.BoundYAML(data, mostBytes); errors.As(err, &bound) {
		return nil, sites.Problem{File: file, Line: bound.Line, Reason: bound.Reason}
	} else if err != nil {
		return nil, sites.Problem{File: file, Reason: err.Error()}
	}
	var doc *ast.File
	err := text.GuardYAML(func() (err error) { doc, err = parser.ParseBytes(data, 0); return err })
	if err != nil {
		return nil, r.syntax(err)
	}
	const wanted = "want a list under `targets:` (docs/operators.md)"
	if len(doc.Docs) == 0 || doc.Docs[0].Body == nil {
		return nil, sites.Problem{File: file, Reason: "the file is empty: " + wanted}
	}
	if len(doc.Docs) > 1 {
		r.problem(doc.Docs[1].Start.Position.Line, "", "a second document begins (\"---\"): a file is one list of targets")
	}
	top := r.keys(doc.Docs[0].Body, "", "targets")
	var all []*Target
	list, ok := top["targets"].node.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		if len(r.bad) == 0 {
			r.problem(max(top["targets"].line, 1), "targets", wanted)
		}
		return nil, errors.Join(r.bad...)
	}
	if len(list.Values) > mostTargets {
		r.problem(top["targets"].line, "targets", "%d are more than the %d that are read", len(list.Values), mostTargets)
		return nil, errors.Join(r.bad...)
	}
	for i, n := range list.Values {
		t := r.target(n, fmt.Sprintf("targets[%d]", i))
		if t == nil {
			continue
		}
		if slices.ContainsFunc(all, func(o *Target) bool { return o.Name == t.Name }) {
			r.problem(lineOf(n), "name", "%q is there twice: what a target was told is kept by its name", t.Name)
		}
		all = append(all, t)
	}
	return all, errors.Join(r.bad...)
}

var atLine = regexp.MustCompile(`^\[(\d+):\d+\] (.*)`)

// syntax gives the line of what is no YAML.
func (r *reader) syntax(err error) error {
	words, _, _ := strings.Cut(err.Error(), "\n")
	if m := atLine.FindStringSubmatch(words); m != nil {
		line, _ := strconv.Atoi(m[1]) // digits
		return sites.Problem{File: r.file, Line: line, Reason: "not YAML: " + m[2]}
	}
	return sites.Problem{File: r.file, Reason: "not YAML: " + words}
}

// value is what stands under a key.
type value struct {
	node ast.Node
	line int
}

// keys reads the keys of a node; others than those known are told of.
func (r *reader) keys(n ast.Node, path string, known ...string) map[string]value {
	all := map[string]value{}
	var list []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		list = n.Values
	case *ast.MappingValueNode:
		list = []*ast.MappingValueNode{n}
	case *ast.NullNode:
	default:
		r.problem(lineOf(n), path, "want keys with values: %s", strings.Join(known, " "))
	}
	for _, v := range list {
		token := v.Key.GetToken()
		key := token.Value
		switch _, twice := all[key]; {
		case !slices.Contains(known, key):
			r.problem(token.Position.Line, joined(path, key), "unknown key: want one of %s", strings.Join(known, " "))
		case twice:
			r.problem(token.Position.Line, joined(path, key), "is there twice")
		}
		all[key] = value{v.Value, token.Position.Line}
	}
	return all
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

func joined(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// word reads one value as it is written; "" where there is none.
func (r *reader) word(v value, key string) string {
	switch n := v.node.(type) {
	case nil, *ast.NullNode:
		return ""
	case ast.ScalarNode:
		if block, ok := n.(*ast.LiteralNode); ok {
			return strings.TrimSpace(block.Value.Value)
		}
		return strings.TrimSpace(n.GetToken().Value)
	}
	r.problem(v.line, key, "want a single value")
	return ""
}

var (
	nameForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	topicForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

// kinds are the keys that say what a target is.
var kinds = []string{"smtp", "webhook", "ntfy", "stdout"}

func (r *reader) target(n ast.Node, path string) *Target {
	before := len(r.bad)
	top := r.keys(n, path, append([]string{"name", "timeout"}, kinds...)...)
	t := &Target{Name: r.word(top["name"], path+".name"), Timeout: Timeout}
	if !nameForm.MatchString(t.Name) {
		r.problem(cmp.Or(top["name"].line, lineOf(n)), path+".name",
			"%q is no name: want letters, digits, dots and hyphens", t.Name)
	}
	if v, is := top["timeout"]; is {
		d, err := time.ParseDuration(r.word(v, path+".timeout"))
		if err != nil || d <= 0 || d > longest {
			r.problem(v.line, path+".timeout", "want a time up to %s, like 20s", longest)
		}
		t.Timeout = d
	}
	var is []string
	for _, kind := range kinds {
		if _, ok := top[kind]; ok {
			is = append(is, kind)
		}
	}
	if len(is) != 1 {
		r.problem(lineOf(n), path, "want one of %s, and it has %d of them", strings.Join(kinds, ", "), len(is))
		return nil
	}
	v, at := top[is[0]], path+"."+is[0]
	switch is[0] {
	case "smtp":
		r.smtp(t, v, at)
	case "webhook":
		r.webhook(t, v, at)
	case "ntfy":
		r.ntfy(t, v, at)
	case "stdout":
		r.keys(v.node, at)
		if v, is := top["timeout"]; is {
			r.problem(v.line, path+".timeout", "stdout has none: take it out")
		}
		t.Timeout, t.send = 0, toWriter(r.stdout)
	}
	if len(r.bad) > before {
		return nil
	}
	return t
}

// address reads the address of a server of the web: https, or http on this machine.
func (r *reader) address(v value, key, raw string) string {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		r.problem(v.line, key, "want an https URL")
	case u.User != nil:
		r.problem(v.line, key, "holds a user: secrets stand in a file or in the environment")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		r.problem(v.line, key, "http is for this machine only: want an https URL")
	}
	return raw
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (r *reader) webhook(t *Target, v value, path string) {
	keys := r.keys(v.node, path, "url", "url_file", "url_env", "secret_file", "secret_env")
	at := keys["url"]
	raw := r.word(at, path+".url")
	if raw == "" { // an address that is a secret itself
		raw, at = strings.TrimSpace(r.secret(keys, path, "url", v.line, true)), value{line: v.line}
		t.secrets = append(t.secrets, secretParts(raw)...)
	}
	raw = r.address(at, path+".url", raw)
	secret := r.secret(keys, path, "secret", v.line, true)
	t.secrets = append(t.secrets, secret)
	t.send = webhook(raw, []byte(secret))
}

func (r *reader) ntfy(t *Target, v value, path string) {
	keys := r.keys(v.node, path, "url", "topic", "token_file", "token_env")
	raw := r.word(keys["url"], path+".url")
	if _, is := keys["url"]; is {
		raw = r.address(keys["url"], path+".url", raw)
	} else {
		raw = "https://ntfy.sh"
	}
	topic := r.word(keys["topic"], path+".topic")
	if !topicForm.MatchString(topic) {
		r.problem(cmp.Or(keys["topic"].line, v.line), path+".topic", "want the name of a topic: letters, digits, _ and -")
	}
	token := r.secret(keys, path, "token", v.line, false)
	t.secrets = append(t.secrets, token, topic)
	t.send = ntfy(raw, topic, token)
}

func (r *reader) smtp(t *Target, v value, path string) {
	keys := r.keys(v.node, path, "server", "tls", "ca_file", "user", "password_file", "password_env", "from", "to")
	b := mailbox{tls: tlsStart, user: r.word(keys["user"], path+".user")}
	if mode, is := keys["tls"]; is {
		b.tls = r.word(mode, path+".tls")
	}
	ports := map[string]int{tlsStart: 587, tlsAlways: 465, tlsNone: 25}
	if ports[b.tls] == 0 {
		r.problem(keys["tls"].line, path+".tls", "want starttls, tls or none")
	}
	server := r.word(keys["server"], path+".server")
	b.host, b.port = server, ports[b.tls]
	if host, port, err := net.SplitHostPort(server); err == nil {
		b.host = host
		if b.port, err = strconv.Atoi(port); err != nil || b.port < 1 || b.port > 65535 {
			r.problem(keys["server"].line, path+".server", "%q is no port", port)
		}
	}
	if b.host == "" {
		r.problem(cmp.Or(keys["server"].line, v.line), path+".server", "missing: want HOST or HOST:PORT")
	}
	if b.tls == tlsNone && !loopback(b.host) {
		r.problem(keys["tls"].line, path+".tls", "none is for a server on this machine only")
	}
	if b.user != "" {
		b.password = r.secret(keys, path, "password", v.line, true)
	}
	r.roots(&b, keys["ca_file"], path+".ca_file")
	b.from = r.mailbox(keys["from"].node, cmp.Or(keys["from"].line, v.line), path+".from")
	to, line := keys["to"].node, cmp.Or(keys["to"].line, v.line)
	if list, is := to.(*ast.SequenceNode); is {
		for i, n := range list.Values {
			b.to = append(b.to, r.mailbox(n, lineOf(n), fmt.Sprintf("%s.to[%d]", path, i)))
		}
		if len(list.Values) == 0 {
			r.problem(line, path+".to", "nobody is named")
		}
	} else {
		b.to = []string{r.mailbox(to, line, path+".to")}
	}
	t.secrets = append(append(t.secrets, b.password, b.user, b.from), b.to...)
	t.send = b.send
}

// mailbox reads one address.
func (r *reader) mailbox(n ast.Node, line int, key string) string {
	a, err := mail.ParseAddress(r.word(value{n, line}, key))
	if err != nil {
		r.problem(line, key, "want an address like night@example.org")
		return ""
	}
	return a.Address
}

// roots reads the certificates that a server's is checked with, in the place of the machine's.
func (r *reader) roots(b *mailbox, v value, key string) {
	name := r.word(v, key)
	if name == "" {
		return
	}
	pem, err := os.ReadFile(r.path(name))
	if err != nil {
		r.problem(v.line, key, "%s: %s", name, cause(err))
		return
	}
	b.roots = x509.NewCertPool()
	if !b.roots.AppendCertsFromPEM(pem) {
		r.problem(v.line, key, "%s holds no certificate", name)
	}
}

// path is a file that is named beside this one.
func (r *reader) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(r.file), name)
}

// secret reads what NAME_file or NAME_env says; "" where neither is there, which is a problem where it must be.
func (r *reader) secret(keys map[string]value, path, name string, line int, must bool) string {
	file, env := keys[name+"_file"], keys[name+"_env"]
	switch {
	case file.node != nil && env.node != nil:
		r.problem(env.line, path, "%s_file and %[1]s_env are two answers: give one of them", name)
	case file.node != nil:
		key := joined(path, name+"_file")
		word := r.word(file, key)
		secret, err := sites.SecretLine(r.path(word))
		if err != nil {
			r.problem(file.line, key, "%s: %v", word, err)
		}
		return secret
	case env.node != nil:
		key := joined(path, name+"_env")
		word := r.word(env, key)
		secret := os.Getenv(word)
		if secret == "" {
			r.problem(env.line, key, "the environment has no %s", word)
		}
		return secret
	case must:
		r.problem(line, path, "%s_file or %[1]s_env is missing: secrets never stand in this file", name)
	}
	return ""
}
