"""The administrator's commands, one verb or one noun a file. Only they print."""
