"""How an installation stands, for the people who look after it. Measures; keeps and changes nothing."""
