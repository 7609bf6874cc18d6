"""Metrics × dimensions: vocabulary, planner, compiler. The one place where a figure becomes SQL."""
