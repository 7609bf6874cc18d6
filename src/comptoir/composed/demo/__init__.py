"""The demo organisation: invented, deterministic by seed, badged everywhere, removable without a trace."""
