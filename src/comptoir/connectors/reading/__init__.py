"""Reading an import file for the rest of the product: beside it in a process of its own when the file is large."""
