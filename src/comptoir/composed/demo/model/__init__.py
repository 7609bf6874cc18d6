"""The invented merchant: pure functions of (seed, day) that need no memory of what was generated before."""
