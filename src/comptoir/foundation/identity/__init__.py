"""Organisations, people, their rights and how they prove who they are."""
