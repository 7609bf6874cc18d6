"""Metrics × dimensions × scope → ClickHouse SQL → typed result. Knows no domain: declarations come in as data."""
