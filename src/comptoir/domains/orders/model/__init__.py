"""The rules of orders without any I/O: revisions → state → sales entries."""
