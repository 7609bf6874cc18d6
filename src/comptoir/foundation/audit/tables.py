"""The tables of the trail. The platform declares them, because every transaction writes there; here they are read."""

from comptoir.platform.audit import entries, heads, roots

__all__ = ["entries", "heads", "roots"]
