"""Files of no platform: one row a line, a product or a customer, columns mapped by the person."""
