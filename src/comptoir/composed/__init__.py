"""Modules that read several domains through their facades and the semantic layer."""
