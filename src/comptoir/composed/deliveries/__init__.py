"""Webhooks as people see them: where a store delivers, what came, what was refused, what waits for a person."""
