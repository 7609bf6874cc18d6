"""Keeping the warehouse true: the projector's loops, rebuild and reconcile."""
