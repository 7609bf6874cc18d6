"""What definitions and targets are, without storage."""
