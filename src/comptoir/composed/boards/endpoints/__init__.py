"""Boards over HTTP."""

from comptoir.composed.boards.endpoints import boards, files, notes, starts, versions

ROUTES = (*boards.ROUTES, *files.ROUTES, *versions.ROUTES, *starts.ROUTES, *notes.ROUTES)
