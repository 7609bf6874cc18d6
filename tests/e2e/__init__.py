"""Browser tests: what a person sees and does, on a running demo."""
