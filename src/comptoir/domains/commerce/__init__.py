"""Stores, channels, products, variants and their costs."""
