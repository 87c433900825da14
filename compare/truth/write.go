package truth

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Write draws a world and writes what its catalogues show of it into an empty database whose tables are up to date.
// keep is given every course as it truly is; nil: nobody wants them.
func Write(ctx context.Context, db *sql.DB, o Options, keep func(*Course)) error {
	w, err := NewWorld(o)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	p := &pen{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}, providers: map[string]bool{}, dice: dice(o.Seed + 1)}
	for i, r := range w.Regions() {
		p.site(i, r)
	}
	for {
		c, ok := w.Next()
		if !ok {
			break
		}
		if keep != nil {
			keep(c)
		}
		if c.Listed {
			p.show(*c)
		}
	}
	if p.err != nil {
		return fmt.Errorf("write world: %w", p.err)
	}
	return tx.Commit()
}

// pen writes rows; after an error it writes no more.
type pen struct {
	ctx        context.Context
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	providers  map[string]bool
	dice       dice
	pages      int
	err        error
}

// row inserts one row: columns separated by blanks, and a value for each.
func (p *pen) row(table, columns string, values ...any) {
	if p.err != nil {
		return
	}
	key := table + " " + columns
	st := p.statements[key]
	if st == nil {
		names := strings.Fields(columns)
		st, p.err = p.tx.PrepareContext(p.ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table,
			strings.Join(names, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ")))
		if p.err != nil {
			return
		}
		p.statements[key] = st
	}
	_, p.err = st.ExecContext(p.ctx, values...)
}

const runColumns = "id site kind state started ended complete pages added changed same closed sessions outcomes " +
	"issues refusals limits note version verdict"

// site writes the runs of a catalogue: a first one, and the one whose data readers see.
func (p *pen) site(i int, region string) {
	if region == "27" {
		return
	}
	first, last, version, verdict, kind := day(Since, -230), Day, "1.4.0", "published", "harvest"
	switch region {
	case "53":
		last = day(Day, -130)
	case "24":
		version = "1.3.0"
	case "02":
		first = day(Day, -40)
	case "06":
		verdict = "warned"
	case "11":
		kind = "import"
	}
	for _, site := range append([]string{"s" + region}, map[string][]string{"93": {"t93"}}[region]...) {
		run := 100*i + map[bool]int{true: 50}[site == "t93"]
		for j, at := range []string{first, last} {
			p.row("run", runColumns, run+j, site, kind, "done", at+"T01:00:00Z", at+"T02:00:00Z", kind == "harvest", 0, 0, 0, 0,
				0, 0, "{}", "{}", "{}", "{}", "", version, verdict)
		}
		p.row("site", "id published_run", site, run+1)
		p.row("publication", "run at", run+1, 0)
	}
}

// dear is from which price on 44 leaves prices out.
const dear = 3000

// show writes a course as its catalogue shows it: with what Plants tells.
func (p *pen) show(c Course) {
	d := &p.dice
	claims := strings.TrimPrefix(c.Site, "s")
	met := claims != "76" || !d.chance(0.25)
	if claims == "28" {
		gone := []string{"14", "50", "61"}
		if slices.Contains(gone, c.Department) {
			return
		}
		c.Sessions = slices.DeleteFunc(slices.Clone(c.Sessions),
			func(s Session) bool { return slices.Contains(gone, s.Department) })
	}
	if c.ClosedAt == "" {
		p.page(c.Site, c.Key, met)
	}
	if !met {
		return
	}
	if claims == "02" {
		c.FirstSeen = max(c.FirstSeen, day(Day, -40))
	}
	p.course(c, claims, c.Key)
	if claims == "93" && c.ClosedAt == "" && d.chance(0.3) {
		twin := c
		twin.Site, twin.Key = "t93", "t93:"+c.Key
		p.page(twin.Site, twin.Key, true)
		p.course(twin, claims, c.Key)
		p.row("course_link", "a b evidence confidence", c.Key, twin.Key, "title+provider+session", 0.9)
	}
	if c.FirstSeen > Since {
		cause := "source"
		if claims == "04" && d.chance(0.33) {
			cause = "parser"
		}
		p.moved(c, "added", cause, c.FirstSeen)
	}
	if c.ClosedAt > Since {
		p.moved(c, "closed", "source", c.ClosedAt)
	}
}

// moved notes that a course came or went.
func (p *pen) moved(c Course, kind, cause, at string) {
	if p.err == nil {
		var run int
		p.err = p.tx.QueryRowContext(p.ctx, "SELECT published_run FROM site WHERE id = ?", c.Site).Scan(&run)
		p.row("change", "run course_key version kind cause fields at", run, c.Key, 1, kind, cause, "", at+"T02:00:00Z")
	}
}

func (p *pen) page(site, key string, met bool) {
	outcome, state := "ok", "done"
	if !met {
		outcome, state = "server_error", "failed"
	}
	p.pages++
	p.row("page", "site url kind state lane turn next_try depth attempts outcome gone_count links noindex tdm_reserved",
		site, "https://"+site+".example.org/formation/"+key, "course", state, 2, 1, 0, 1, 1, outcome, 0, 0, 0, 0)
}

// words is about as much text as a page has, so that rows are as long as real ones.
var words = strings.Repeat("Préparer, organiser et contrôler son travail ; appliquer les règles de sécurité. ", 8)

func (p *pen) course(c Course, claims, of string) {
	d := &p.dice
	provider := c.Provider
	if c.Site == "t93" {
		provider = "t93:" + provider
	}
	if !p.providers[provider] {
		p.providers[provider] = true
		region, department := any(c.Region), any(c.Department)
		if claims == "03" {
			region, department = nil, nil
		}
		p.row("provider", "key site name department region", provider, c.Site, "Organisme "+provider, department, region)
	}
	price, priceText := any(c.Price), any(fmt.Sprint(c.Price, " €"))
	if claims == "44" && c.Price > dear && d.chance(0.67) {
		price, priceText = nil, nil
	}
	mode := any(c.Teaching)
	if claims == "52" && d.chance(0.4) {
		mode = nil
	}
	derived := any(nil)
	if claims == "01" && d.chance(0.6) {
		derived = "certifying=rncp"
	}
	if claims == "02" && c.CPF && d.chance(0.9) {
		derived = "cpf_eligible=codes.rncp"
	}
	status, closed := "open", any(nil)
	if c.ClosedAt != "" {
		status, closed = "closed", c.ClosedAt+"T02:00:00Z"
	}
	entry := map[bool]string{true: "1", false: "0"}[c.Permanent]
	p.row("course", "key site url title objective programme exit_level_code exit_level_label exit_level_raw "+
		"teaching_mode_code teaching_mode_raw entry_exit_code entry_exit_raw certifying cpf_eligible total_hours "+
		"duration_text price_eur price_text provider_key status version first_seen changed_at closed_at parser_version "+
		"fingerprint derived level_scale level_scale_fit domain domain_label domain_fit",
		c.Key, c.Site, "https://"+c.Site+".example.org/"+c.Key,
		"Formation "+of, words[:200], words, c.Level, "Niveau "+c.Level, "Niveau "+c.Level, mode,
		"mode "+c.Teaching, entry, "entrée "+entry, number(c.Certifying), number(c.CPF), c.Hours,
		fmt.Sprint(c.Hours, " h"), price, priceText, provider, status, 1, c.FirstSeen+"T02:00:00Z",
		c.FirstSeen+"T02:00:00Z", closed, "26", "f", derived,
		c.Level[1:], "exact", c.Domain, "Domaine "+c.Domain, "exact")
	for i, a := range c.Audiences {
		p.row("course_audience", "course_key position code label raw", c.Key, i, a, "public "+a, "Public "+a)
	}
	hidden := claims == "03" && d.chance(0.3)
	for i, s := range c.Sessions {
		region, department, seats := any(s.Region), any(s.Department), any(s.Seats)
		if hidden {
			region, department = nil, nil
		}
		if claims == "32" && d.chance(0.5) {
			seats = nil
		}
		p.row("session", "course_key position start_on end_on date_precision department department_stated region "+
			"place_confidence place_how state seats", c.Key, i, s.Start, s.End, "day", department, 0, region, "high", "",
			s.State, seats)
	}
}
