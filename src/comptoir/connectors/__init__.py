"""One folder per vendor, and the sdk they share. Knows no domain."""
