"""The single sign-on module: OpenID Connect with an issuer of the organisation's own."""

from comptoir.foundation.single_sign_on.permissions import PERMISSIONS
from comptoir.manifest import Module

MODULE = Module(
    name="single_sign_on",
    description="Signing in at an issuer of the organisation's own, by OpenID Connect.",
    routers=("comptoir.foundation.single_sign_on.endpoints:ROUTERS",),
    tables=("comptoir.foundation.single_sign_on.tables",),
    permissions=PERMISSIONS,
)
