"""Orders, refunds and the append-only sales entries."""
