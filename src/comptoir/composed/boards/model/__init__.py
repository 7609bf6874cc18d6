"""Rules of boards without I/O: what a document may hold, how two are merged, who may see what, files, templates."""
