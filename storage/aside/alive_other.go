//go:build !unix

package aside

import "os"

// locks tells that there is no lock that ends with its process: nothing is swept, since it may be in use.
const locks = false

func alive(*os.File) bool { return false }
