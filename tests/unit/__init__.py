"""Unit tests: rules without engines."""
