"""The only SQL of boards."""
