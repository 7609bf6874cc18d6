"""Exchange rates and what money is worth on a day."""
