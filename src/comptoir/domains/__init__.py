"""The business: modules that meet only through facade, contracts and events."""
