"""What must hold of the declarations before a catalogue exists: one validation a file."""
