"""Stores as people see them: settings, what was sold, the last import, where webhooks go."""
