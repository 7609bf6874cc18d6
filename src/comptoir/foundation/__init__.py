"""Identity and audit: what every domain may call."""
