"""One thing somebody wants done with deliveries, one file."""
