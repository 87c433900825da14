package chrome

import (
	"os"
	"strconv"
	"strings"
)

// memoryOf is how many bytes of memory the processes of one browser hold together, as /proc tells: all whose command
// line names its folder. 0 where there is no /proc.
func memoryOf(folder string) (sum int64) {
	procs, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	for _, p := range procs {
		if _, err := strconv.Atoi(p.Name()); err != nil {
			continue
		}
		line, err := os.ReadFile("/proc/" + p.Name() + "/cmdline")
		if err != nil || !strings.Contains(string(line), "--user-data-dir="+folder) {
			continue
		}
		if stat, err := os.ReadFile("/proc/" + p.Name() + "/statm"); err == nil {
			if f := strings.Fields(string(stat)); len(f) > 2 {
				own, _ := strconv.ParseInt(f[1], 10, 64)
				shared, _ := strconv.ParseInt(f[2], 10, 64)
				sum += max(own-shared, 0) * int64(os.Getpagesize())
			}
		}
	}
	return sum
}
