package storagetest

import "testing"

func testForget(t *testing.T, r *rig) {}
