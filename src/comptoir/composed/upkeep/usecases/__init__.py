"""One thing somebody wants done with the warehouse, one file."""
