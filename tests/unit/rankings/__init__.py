"""Rules of lists sorted by a figure."""
