"""Customers, the sealed person table and identity across stores."""
