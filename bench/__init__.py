"""Benchmarks with their data generator: `make bench`. Never shipped."""
