"""Products and customers with their figures, as lists and one by one."""
