"""One thing somebody wants to know of an installation, one file."""
