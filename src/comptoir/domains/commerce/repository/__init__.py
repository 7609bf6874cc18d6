"""The only SQL of commerce: stores, and products with their variants and costs."""
