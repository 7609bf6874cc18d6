"""Processes: wire modules together, nothing else."""
