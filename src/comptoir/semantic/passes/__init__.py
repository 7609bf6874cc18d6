"""The line of small stateless rewrites between a parsed query and its SQL: one a file."""
