"""The rules of the house, tested: layers, borders, house rules, packaging, documents."""
