package reference

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// mostUnzipped bounds what is read of a list in a zip: the registers are some 30 MB.
const mostUnzipped = 2 << 30

// OpenZip reads a list out of the zip that its publisher gives: France compétences' "export-fiches-csv-DATE.zip" holds
// the registers as export_fiches_CSV_Standard_DATE.csv beside a dozen tables on them. Of another zip it is the CSV file
// whose header is known. The closer is for the end of reading.
func OpenZip(r io.ReaderAt, size int64, kindName string) (*Table, io.Closer, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, nil, fmt.Errorf("the zip cannot be read: %w", errors.Join(err, ErrFile))
	}
	var lists []*zip.File
	for _, f := range z.File {
		if strings.HasSuffix(strings.ToLower(f.Name), ".csv") {
			lists = append(lists, f)
		}
	}
	slices.SortStableFunc(lists, func(a, b *zip.File) int { return rank(a) - rank(b) })
	var last error
	for _, f := range lists {
		in, err := f.Open()
		if err != nil {
			last = fmt.Errorf("%s: %w", f.Name, errors.Join(err, ErrFile))
			continue
		}
		t, err := Open(io.LimitReader(in, mostUnzipped), kindName)
		if err == nil {
			return t, in, nil
		}
		if last == nil {
			last = fmt.Errorf("%s: %w", f.Name, err)
		}
		_ = in.Close() // only read from
	}
	if last == nil {
		return nil, nil, fmt.Errorf("the zip holds no CSV file (an xlsx: save it as CSV): %w", ErrFile)
	}
	return nil, nil, fmt.Errorf("no CSV file of the zip is a known list: %w", last)
}

// rank is 0 for the file that holds the registers themselves.
func rank(f *zip.File) int {
	if strings.HasPrefix(path.Base(f.Name), "export_fiches_CSV_Standard") {
		return 0
	}
	return 1
}
