package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"carif/schema"
)

// geoSink writes RFC 7946: one feature a session, a point at the centre of its commune. A session whose commune is not
// known has a null geometry, which the RFC allows, so that counting features counts sessions.
type geoSink struct {
	j   *job
	f   io.WriteCloser
	buf *bufio.Writer
	n   int
}

// feature is one session with what maps show of it.
type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"`
	Properties properties `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude first
}

type properties struct {
	CourseKey       string   `json:"course_key"`
	Position        int      `json:"position"`
	Site            string   `json:"site"`
	Title           *string  `json:"title"`
	URL             *string  `json:"url"`
	Provider        *string  `json:"provider"`
	SessionID       *string  `json:"session_id"`
	Start           *string  `json:"start_on"`
	End             *string  `json:"end_on"`
	DatePrecision   string   `json:"date_precision"`
	State           *string  `json:"state"`
	City            *string  `json:"city"`
	Commune         *string  `json:"commune"`
	Department      *string  `json:"department"`
	Region          *string  `json:"region"`
	PlaceConfidence string   `json:"place_confidence"`
	CPFEligible     *bool    `json:"cpf_eligible"`
	Hours           *float64 `json:"hours"`
	// of the course; null where the source of the records is no database
	Status    *string `json:"course_status"`
	FirstSeen *string `json:"first_seen"`
	ChangedAt *string `json:"changed_at"`
	LastSeen  *string `json:"last_seen"`
	ClosedAt  *string `json:"closed_at"`
}

func openGeoJSON(j *job, st *stage) (sink, error) {
	f, err := st.create("")
	if err != nil {
		return nil, err
	}
	s := &geoSink{j: j, f: f, buf: bufio.NewWriterSize(f, 1<<16)}
	about, err := json.Marshal(map[string]any{"generated_by": "carif", "contacts": j.WithContacts, "meta": j.Meta})
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(s.buf, "{\"type\":\"FeatureCollection\",\"carif\":%s,\"features\":[", about)
	return s, err
}

func (s *geoSink) record(r *schema.Record) error {
	for i := range r.Course.Sessions {
		b, err := json.Marshal(s.feature(r, i))
		if err != nil {
			return err
		}
		if s.n++; s.n > 1 {
			s.buf.WriteByte(',')
		}
		s.buf.WriteByte('\n')
		if _, err := s.buf.Write(b); err != nil {
			return err
		}
	}
	return nil
}

func (s *geoSink) feature(r *schema.Record, i int) feature {
	c, v := r.Course, &r.Course.Sessions[i]
	f := feature{Type: "Feature", ID: fmt.Sprintf("%s#%d", c.Key, i),
		Properties: properties{CourseKey: c.Key, Position: i, Site: r.Source.Site,
			Title: c.Title, URL: r.Source.URL, SessionID: v.NativeID, Start: v.Start, End: v.End,
			DatePrecision: v.DatePrecision, State: v.State, City: v.City,
			Commune: v.Commune, Department: v.Department, Region: v.Region, PlaceConfidence: v.PlaceConfidence,
			CPFEligible: v.CPFEligible, Hours: v.Hours}}
	if h := r.History; h != nil {
		p := &f.Properties
		p.Status, p.FirstSeen, p.ChangedAt = &h.Status, &h.FirstSeen, &h.ChangedAt
		p.LastSeen, p.ClosedAt = h.LastSeen, h.ClosedAt
	}
	if p := v.Provider; p != nil && p.Name != nil {
		f.Properties.Provider = p.Name
	} else if c.Provider != nil {
		f.Properties.Provider = c.Provider.Name
	}
	if v.Latitude != nil && v.Longitude != nil { // the source knows the door
		f.Geometry = &point{"Point", [2]float64{*v.Longitude, *v.Latitude}}
		return f
	}
	if v.Commune != nil && s.j.Geo != nil {
		if lat, lon, ok := s.j.Geo.Centroid(*v.Commune); ok {
			f.Geometry = &point{"Point", [2]float64{lon, lat}}
			return f
		}
	}
	s.j.warn.add(WarnNoPlace, "session", 1)
	return f
}

func (s *geoSink) close() error {
	if _, err := s.buf.WriteString("\n]}\n"); err != nil {
		return err
	}
	if err := s.buf.Flush(); err != nil {
		return err
	}
	return s.f.Close()
}
