"""Boards: pages of tiles that people build, keep in versions, share and take along as files."""
