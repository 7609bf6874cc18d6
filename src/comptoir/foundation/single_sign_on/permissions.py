"""The right to say where members sign in: whoever holds it could sign in as any member who belongs here alone."""

from comptoir.manifest import Permission

SINGLE_SIGN_ON_WRITE = "single_sign_on:write"

PERMISSIONS = (
    Permission(SINGLE_SIGN_ON_WRITE, "See and change at which issuer members sign in.", frozenset({"owner"})),
)
