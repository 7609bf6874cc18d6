"""Definitions and targets over HTTP."""

from comptoir.composed.definitions.endpoints import checking, definitions, targets

ROUTES = (*checking.ROUTES, *definitions.ROUTES, *targets.ROUTES)
