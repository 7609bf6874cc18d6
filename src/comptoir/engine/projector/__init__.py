"""From PostgreSQL into the warehouse: feeds, micro-batches, roll-ups, rebuild, reconcile. Knows no domain by name."""
