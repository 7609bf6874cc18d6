"""Products and customers with their figures, over HTTP and real engines."""
