"""Data for the benchmarks: the same for the same size, on every machine."""
