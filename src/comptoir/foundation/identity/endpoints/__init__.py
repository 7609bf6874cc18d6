"""Signing in and out, one's own account, organisations."""

from comptoir.foundation.identity.endpoints import account, organisations, session, sign_in

ROUTERS = (*sign_in.ROUTERS, *session.ROUTERS, *organisations.ROUTERS, *account.ROUTERS)
