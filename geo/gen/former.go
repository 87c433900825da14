package main

import "carif/geo/fold"

// event is a row of historique-communes.json: one state of a commune (COM) or of
// a part of one (COMA, COMD, COMP) between two dates.
type event struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Code   string `json:"code"`
	Name   string `json:"nom"`
	End    string `json:"dateFin"`
	Next   string `json:"successeur"`
	Holder string `json:"pole"`
}

// sinceT is the first day from which a name is also filed under the department
// that its commune left: nobody writes "Montreuil (75)" any more, but
// "Pont-Farcy (14)" is printed.
const sinceT = "2000-01-01"

// addFormer gathers déléguées and associées, the history since 1943 and the names
// that only an older edition still has.
func (b *builder) addFormer(reg registry) error {
	for _, p := range b.places {
		switch p.Type {
		case "commune-deleguee":
			b.lost(former{name: p.Name, code: p.Code, today: p.Capital, kind: "D"})
		case "commune-associee":
			b.lost(former{name: p.Name, code: p.Code, today: p.Capital, kind: "A"})
		}
	}
	var events []event
	if err := reg.read(etalab, historyFrom, "data/historique-communes.json", &events); err != nil {
		return err
	}
	b.addHistory(events)
	for _, v := range older {
		var places []place
		if err := reg.read(etalab, v, "data/communes.json", &places); err != nil {
			return err
		}
		for _, p := range places {
			if p.Type == "arrondissement-municipal" {
				continue
			}
			today := b.today(p.Code)
			if today == "" && p.Capital != "" {
				today = b.today(p.Capital)
			}
			b.lost(former{name: p.Name, code: p.Code, today: today, kind: kindOf(p.Code, today)})
		}
	}
	return nil
}

// addHistory follows every ended commune to the one that holds it today.
func (b *builder) addHistory(events []event) {
	byID := make(map[string]*event, len(events))
	for i := range events {
		byID[events[i].ID] = &events[i]
	}
	for _, e := range events {
		if e.Type != "COM" || e.End == "" {
			continue
		}
		today := b.today(lastCode(byID, &e))
		if today == "" {
			today = b.today(e.Code)
		}
		f := former{name: e.Name, code: e.Code, today: today, kind: kindOf(e.Code, today), end: e.End}
		b.lost(f)
		if moved := departmentOf(e.Code); moved != departmentOf(today) && e.End >= sinceT {
			f.kind, f.department = "T", moved
			b.lost(f)
		}
	}
}

// lastCode follows successors, and the holding commune where a part ends.
func lastCode(byID map[string]*event, e *event) string {
	for range 50 { // the longest chain has about ten links; a loop must end
		next := byID[e.Next]
		if next == nil && e.Type != "COM" {
			next = byID[e.Holder]
		}
		if next == nil {
			return e.Code
		}
		e = next
	}
	return e.Code
}

func kindOf(code, today string) string {
	if code == today {
		return "N"
	}
	return "F"
}

// lost records a former name once per department and commune. A later date and a
// living part (D, A) win; the name that the commune bears today is none.
func (b *builder) lost(f former) {
	now := b.current[f.today]
	if now == nil || f.name == "" {
		return
	}
	if f.department == "" {
		f.department = departmentOf(f.today)
	}
	key := fold.Key(f.name)
	if own := b.current[f.code]; own != nil && f.code != f.today && fold.Key(own.Name) == key {
		return // merged once, a commune again
	}
	if f.kind != "T" && key == fold.Key(now.Name) {
		return
	}
	id := f.department + " " + key + " " + f.today
	old, ok := b.formers[id]
	if !ok {
		b.formers[id] = f
		return
	}
	if f.end > old.end {
		old.end = f.end
	}
	b.formers[id] = old
}
