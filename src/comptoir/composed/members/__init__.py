"""Members, roles and what they see: across stores, figures and people."""
