"""The factors module: what proves a person beside a password, and what organisations demand of sign-ins."""

from comptoir.manifest import Module

MODULE = Module(
    name="factors",
    description="One-time codes, passkeys and recovery codes; what organisations demand of sign-ins.",
    routers=("comptoir.foundation.factors.endpoints:ROUTERS",),
    tables=("comptoir.foundation.factors.tables",),
)
