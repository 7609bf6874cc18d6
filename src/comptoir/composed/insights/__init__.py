"""The query interface: questions, explanations, rows and files of the semantic layer, over HTTP and command line."""
