"""Ready boards. Adding one is a file with one ``Template`` and its line in ``known``."""
