//go:build tools

// Package engine pins the Pulumi engine, so that it can be built where its
// released program cannot be downloaded.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
