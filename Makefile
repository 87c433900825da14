# carif: make demo · make test · make check. FTS5 must be in the build: mattn/go-sqlite3 has it behind a tag.
TAGS    := sqlite_fts5
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
SHARED  := ../shared

REV     := HEAD

.PHONY: help build demo test modules vet lint check bench score score-generic golden golden-diff dictionary picture fuzz clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

build: ## build ./carif
	go build -tags $(TAGS) -ldflags "$(LDFLAGS)" -o carif ./cmd/carif

demo: build ## harvest an invented catalogue into carif.db and show it
	./carif harvest --demo

test: modules ## all tests, race detector on; downloads the Go modules the first time
	go test -race -tags $(TAGS) -timeout 40m ./...

modules:
	@GOPROXY=off go list -deps -test -tags $(TAGS) ./... >/dev/null 2>&1 || \
	  echo "Go downloads the modules named in go.mod now, this once; later runs need no network."

# Folders whose lines are still longer than 120 columns, and lines of HTML in fixtures. The tables of tests are left out.
LONG_FOLDERS := parser
LONG_LINES   := <[a-z!/?%]

vet: ## go vet, gofmt, staticcheck and lines of at most 120 columns
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt'ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	@! git ls-files '*.go' | grep -vE '^($(LONG_FOLDERS))/|_test.go$$' | LC_ALL=C.UTF-8 xargs grep -nE '^.{121,}' | \
	  grep -vE '$(LONG_LINES)' || { echo "these lines are longer than 120 columns"; exit 1; }
	go vet -tags $(TAGS) ./...
	go tool staticcheck -tags $(TAGS) ./...

lint: ## golangci-lint with .golangci.yml (not pinned in go.mod: it would add some 200 modules there)
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

check: vet test ## everything a change must pass

bench: ## benchmarks of every hot path
	go test -tags $(TAGS) -run '^$$' -bench . -benchmem ./...

score: ## score the reader on the real pages, with profiles and without, and write docs/accuracy.md
	go run -tags $(TAGS) ./internal/accuracy -shared $(SHARED) -write docs/accuracy.md

score-generic: ## the same, leave one site out: lexicon rules learnt from the other sites only
	go run -tags $(TAGS) ./internal/accuracy -shared $(SHARED) -leave-one-out

golden-diff: ## tell in words what the reader says of the authored pages and did not say in REV (HEAD)
	@go run -tags $(TAGS) ./internal/golden/changes -rev $(REV)

golden: ## write the goldens anew; refused when they changed and parser.Version did not
	go test -tags $(TAGS) -count 1 ./internal/golden -update

dictionary: build ## write docs/data-dictionary.md from the list of columns; a test compares them
	./carif dictionary > docs/data-dictionary.md.tmp && mv docs/data-dictionary.md.tmp docs/data-dictionary.md

picture: build ## draw docs/img/page-to-rows.svg again; a test compares it with what carif does
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && ./carif harvest --demo --db $$tmp/carif.db >/dev/null && \
	  go run -tags $(TAGS) ./internal/picture/draw -db $$tmp/carif.db

fuzz: ## 60 seconds of every fuzz target
	@for p in $$(go list -tags $(TAGS) ./...); do \
	  for f in $$(go test -tags $(TAGS) -list '^Fuzz' $$p | grep ^Fuzz); do \
	    echo "$$p $$f"; go test -tags $(TAGS) -run '^$$' -fuzz "^$$f$$" -fuzztime 60s $$p || exit 1; done; done

clean: ## remove what build and demo made
	rm -rf carif carif.db carif.db-wal carif.db-shm carif.db.lock carif-archive
