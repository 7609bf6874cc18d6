"""Signing in at an issuer of the organisation's own: OpenID Connect."""
