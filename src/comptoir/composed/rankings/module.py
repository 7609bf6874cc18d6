"""The rankings module."""

from comptoir.manifest import Module

MODULE = Module(
    name="rankings",
    description="Products and customers as people see them: sorted by a figure, and one of them with all that is known.",
    routers=("comptoir.composed.rankings.endpoints:ROUTES",),
)
