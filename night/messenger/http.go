package messenger

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The headers of a webhook. The signature is sha256=HEX of HMAC-SHA256 with the secret over the timestamp, a dot and
// the body: whoever keeps it to a few minutes refuses what was overheard.
const (
	headerTimestamp = "X-Carif-Timestamp" // Unix seconds of this try
	headerSignature = "X-Carif-Signature"
	headerDelivery  = "X-Carif-Delivery" // Message.ID
)

// Sign makes the signature of a body sent at that time.
func Sign(secret []byte, at time.Time, body []byte) string {
	h := hmac.New(sha256.New, secret)
	_, _ = fmt.Fprintf(h, "%d.", at.Unix()) // a hash takes everything
	_, _ = h.Write(body)
	return "sha256=" + hex.EncodeToString(h.Sum(nil))
}

// direct follows no redirect: a signed message is for the address that was given.
func direct() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// secretParts are what a server may repeat of a secret address: all of it, or its path, query and what they are
// made of, as they were sent or read.
func secretParts(address string) []string {
	parts := []string{address}
	u, err := url.Parse(address)
	if err != nil {
		return parts
	}
	parts = append(parts, u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery)
	parts = append(parts, strings.Split(u.EscapedPath(), "/")...)
	parts = append(parts, strings.Split(u.Path, "/")...)
	for _, pair := range strings.Split(u.RawQuery, "&") {
		_, value, _ := strings.Cut(pair, "=")
		parts = append(parts, pair, value)
		if plain, err := url.QueryUnescape(value); err == nil {
			parts = append(parts, plain)
		}
	}
	return parts
}

func post(ctx context.Context, address string, header map[string]string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "carif")
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := direct().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	words, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10)) // what is left of an answer that breaks off is as good
	if resp.StatusCode/100 == 2 {
		return nil
	}
	return fmt.Errorf("answered %s: %q", resp.Status, strings.TrimSpace(string(words)))
}

// webhook sends the JSON of messages to a program.
func webhook(address string, secret []byte) func(context.Context, Message) error {
	return func(ctx context.Context, m Message) error {
		at := time.Now()
		header := map[string]string{headerTimestamp: strconv.FormatInt(at.Unix(), 10), headerDelivery: m.ID,
			headerSignature: Sign(secret, at, m.JSON)}
		return post(ctx, address, header, m.JSON)
	}
}

// mostNtfy is how many bytes of text ntfy takes as a message; more it would make an attachment of.
const mostNtfy = 4000

// ntfy publishes messages under a topic (https://docs.ntfy.sh/publish/).
func ntfy(server, topic, token string) func(context.Context, Message) error {
	return func(ctx context.Context, m Message) error {
		body, err := json.Marshal(map[string]any{"topic": topic, "title": m.Subject, "message": cut(m.Text, mostNtfy)})
		if err != nil {
			return err
		}
		header := map[string]string{}
		if token != "" {
			header["Authorization"] = "Bearer " + token
		}
		return post(ctx, server, header, body)
	}
}

// cut shortens a text to so many bytes, between two letters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const more = "…"
	return strings.ToValidUTF8(text[:most-len(more)], "") + more
}
