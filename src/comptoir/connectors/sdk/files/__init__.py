"""Reading files of unknown origin: containers, encodings, separators and limits. Knows nothing of commerce."""
