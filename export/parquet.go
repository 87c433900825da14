package export

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unsafe"

	"carif/schema"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/format"
)

// collected is about how many bytes the tables collect together before the largest writes a row group: it bounds the
// memory of an export.
const collected = 16 << 20

// parquetSink writes one Parquet file a table.
type parquetSink struct {
	j      *job
	files  []io.WriteCloser
	bufs   []*bufio.Writer
	tables []*parquetTable
	size   int // bytes collected by all tables
}

type parquetTable struct {
	w     *parquet.GenericWriter[any]
	types []schema.ColumnType
	size  int // bytes collected since the last row group
	row   []parquet.Row
}

func openParquet(j *job, st *stage) (sink, error) {
	s := &parquetSink{j: j}
	codec, err := newPageCodec()
	if err != nil {
		return nil, err
	}
	for _, t := range j.tables {
		f, err := st.create(t.Name + ".parquet")
		if err != nil {
			return nil, err
		}
		buf := bufio.NewWriterSize(f, 1<<16)
		pt := &parquetTable{row: []parquet.Row{make(parquet.Row, len(t.Columns))}}
		for _, c := range t.Columns {
			pt.types = append(pt.types, c.Type)
		}
		about, err := json.Marshal(map[string]any{"generated_by": "carif", "contacts": j.WithContacts, "meta": j.Meta,
			"meaning": t.Meaning, "columns": meanings(t)})
		if err != nil {
			return nil, err
		}
		pt.w = parquet.NewGenericWriter[any](buf, parquetOptions(t, codec, string(about))...)
		s.files, s.bufs, s.tables = append(s.files, f), append(s.bufs, buf), append(s.tables, pt)
	}
	if st.layout != OneFile {
		return &manifested{flattener{j: j, out: s}, j, st}, nil
	}
	return &flattener{j: j, out: s}, nil
}

// parquetOptions are the writer's settings. Bounds of pages are kept for codes, dates and numbers: those of long texts
// help no reader and stay in memory until the file ends.
func parquetOptions(t *table, codec compress.Codec, about string) []parquet.WriterOption {
	o := []parquet.WriterOption{parquetSchema(t, codec), parquet.CreatedBy("carif", "1", "parquet-go"),
		parquet.PageBufferSize(128 << 10),
		parquet.WriteBufferSize(0), parquet.DataPageStatistics(false), parquet.KeyValueMetadata("carif", about)}
	for _, c := range t.Columns {
		if c.Type == schema.TypeText && !repeats(c.Name) && !strings.HasSuffix(c.Name, "key") {
			o = append(o, parquet.SkipPageBounds(c.Name))
		}
	}
	return o
}

// meanings gives the dictionary's line of each column.
func meanings(t *table) map[string]string {
	m := make(map[string]string, len(t.Columns))
	for _, c := range t.Columns {
		m[c.Name] = c.Meaning
	}
	return m
}

// group is a parquet.Group that keeps the order of its columns: the library's own sorts them by name.
type group struct {
	parquet.Group
	names []string
}

func (g group) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	out := make([]parquet.Field, len(g.names))
	for i, n := range g.names {
		out[i] = byName[n]
	}
	return out
}

// parquetSchema gives the table its types. The columns share one compressor, because each keeps megabytes of its own.
// Every column is optional: null is what "the page does not tell" means.
func parquetSchema(t *table, codec compress.Codec) *parquet.Schema {
	g := group{Group: parquet.Group{}}
	for _, c := range t.Columns {
		n := parquetNode(c)
		g.names = append(g.names, c.Name)
		g.Group[c.Name] = parquet.Optional(parquet.Compressed(n, codec))
	}
	return parquet.NewSchema(t.Name, g)
}

func parquetNode(c schema.Column) parquet.Node {
	switch c.Type {
	case schema.TypeInteger:
		return parquet.Int(64)
	case schema.TypeReal:
		return parquet.Leaf(parquet.DoubleType)
	case schema.TypeBoolean:
		return parquet.Leaf(parquet.BooleanType)
	case schema.TypeDate:
		return parquet.Date()
	case schema.TypeTime:
		return parquet.Timestamp(parquet.Millisecond)
	}
	if repeats(c.Name) {
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	return parquet.String()
}

// repeats tells the text columns that have few distinct values: a dictionary makes them small.
func repeats(name string) bool {
	for _, end := range []string{"_code", "_label", "_fit", "_confidence", "_precision", "_how", "_version"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	switch name {
	case "site", "department", "region", "commune", "city", "state", "list", "code", "label", "fit", "field", "status",
		"owner", "type", "scheme", "measure", "provider_key":
		return true
	}
	return false
}

func (s *parquetSink) row(table int, row []any) error {
	t := s.tables[table]
	before := t.size
	for i, v := range row {
		pv, ok := t.value(i, v)
		if !ok {
			s.j.warn.add(WarnLost, s.j.tables[table].Name+"."+s.j.tables[table].Columns[i].Name, 1)
		}
		t.row[0][i] = pv
	}
	if _, err := t.w.WriteRows(t.row); err != nil {
		return err
	}
	if s.size += t.size - before; s.size < collected {
		return nil
	}
	for _, x := range s.tables {
		if x.size > t.size {
			t = x
		}
	}
	s.size -= t.size
	t.size = 0
	return t.w.Flush()
}

// value makes a cell of column i; ok is false for a date or time that is none and becomes null.
func (t *parquetTable) value(i int, v any) (_ parquet.Value, ok bool) {
	null := parquet.NullValue().Level(0, 0, i)
	t.size += 8
	switch v := v.(type) {
	case int64:
		return parquet.Int64Value(v).Level(0, 1, i), true
	case float64:
		return parquet.DoubleValue(v).Level(0, 1, i), true
	case bool:
		return parquet.BooleanValue(v).Level(0, 1, i), true
	case string:
		switch t.types[i] {
		case schema.TypeDate:
			d, err := time.Parse("2006-01-02", v)
			if err != nil {
				return null, false
			}
			return parquet.Int32Value(int32(d.Unix()/86400)).Level(0, 1, i), true
		case schema.TypeTime:
			d, err := time.Parse(time.RFC3339, v)
			if err != nil {
				return null, false
			}
			return parquet.Int64Value(d.UnixMilli()).Level(0, 1, i), true
		}
		t.size += len(v)
		// WriteRows copies it
		return parquet.ByteArrayValue(unsafe.Slice(unsafe.StringData(v), len(v))).Level(0, 1, i), true
	}
	return null, true
}

func (s *parquetSink) close() error {
	for i, t := range s.tables {
		if err := t.w.Close(); err != nil {
			return err
		}
		if err := s.bufs[i].Flush(); err != nil {
			return err
		}
		if err := s.files[i].Close(); err != nil {
			return err
		}
	}
	return nil
}

// pageCodec is zstd with a window of the size of a page. The library's own keeps a history of megabytes for each
// encoder, which a hundred columns turn into hundreds of megabytes.
type pageCodec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newPageCodec() (*pageCodec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithWindowSize(256<<10))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	return &pageCodec{enc, dec}, err
}

func (c *pageCodec) String() string { return "ZSTD" }

func (c *pageCodec) CompressionCodec() format.CompressionCodec { return format.Zstd }

func (c *pageCodec) Encode(dst, src []byte) ([]byte, error) {
	return c.enc.EncodeAll(src, dst[:0]), nil
}

func (c *pageCodec) Decode(dst, src []byte) ([]byte, error) { return c.dec.DecodeAll(src, dst[:0]) }
