package sftp

import (
	"errors"
	"os"

	"golang.org/x/crypto/ssh"

	"carif/crawler/wire"
	"carif/sites"
)

// Login is who we are to a server, and who it must be to us. It prints as nothing.
type Login struct {
	user, hostKey string
	auth          []ssh.AuthMethod
}

// String keeps a login out of logs.
func (Login) String() string { return "login" }

// Secret loads the secret of a feed from where its profile says. It is held in memory alone, and no error tells it.
func Secret(f *sites.Feed) (Login, error) {
	l := Login{user: f.User, hostKey: f.HostKey}
	password, err := passwordOf(f)
	if err != nil {
		return l, err
	}
	if f.KeyFile == "" {
		l.auth = []ssh.AuthMethod{ssh.Password(password),
			ssh.KeyboardInteractive(func(_, _ string, asked []string, _ []bool) ([]string, error) {
				answers := make([]string, len(asked))
				for i := range answers {
					answers[i] = password
				}
				return answers, nil
			})}
		return l, nil
	}
	pem, err := sites.SecretFile(f.Path(f.KeyFile))
	if err != nil {
		return l, wire.Refuse("key_file %s: %v", f.KeyFile, err)
	}
	signer, err := ssh.ParsePrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		if password == "" {
			return l, wire.Refuse("key_file %s has a password: password_file or password_env say where it stands", f.KeyFile)
		}
		signer, err = ssh.ParsePrivateKeyWithPassphrase(pem, []byte(password))
	}
	if err != nil {
		return l, wire.Refuse("key_file %s is no private key that can be opened", f.KeyFile)
	}
	l.auth = []ssh.AuthMethod{ssh.PublicKeys(signer)}
	return l, nil
}

// passwordOf is the password of the feed's user, or of its key; "" for a key alone.
func passwordOf(f *sites.Feed) (string, error) {
	switch {
	case f.PasswordEnv != "":
		v := os.Getenv(f.PasswordEnv)
		if v == "" {
			return "", wire.Refuse("password_env: the variable %s is not set", f.PasswordEnv)
		}
		return v, nil
	case f.PasswordFile != "":
		password, err := sites.SecretLine(f.Path(f.PasswordFile))
		if err != nil {
			return "", wire.Refuse("password_file %s: %v", f.PasswordFile, err)
		}
		return password, nil
	}
	return "", nil
}
