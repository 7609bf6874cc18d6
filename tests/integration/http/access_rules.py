"""Who may call what: one rule for every route, with a request that is well-formed, so that only rights can refuse it.

A route that is not listed fails the test beside. ``OWN`` is about oneself: every member may. ``PUBLIC`` proves itself
another way.
"""

from dataclasses import dataclass, field
from typing import Any

from comptoir.composed.boards.permissions import BOARDS_EDIT, BOARDS_MANAGE, BOARDS_READ
from comptoir.composed.definitions.permissions import DEFINITIONS_EDIT, TARGETS_EDIT
from comptoir.composed.insights.permissions import ANALYTICS_READ
from comptoir.composed.integrations.permissions import IMPORTS_READ, IMPORTS_WRITE
from comptoir.composed.upkeep.permissions import SYSTEM_READ, SYSTEM_WRITE
from comptoir.domains.commerce.permissions import PRODUCTS_READ, STORES_READ, STORES_WRITE
from comptoir.domains.customers.permissions import CUSTOMERS_PII, CUSTOMERS_READ
from comptoir.domains.orders.permissions import ORDERS_READ
from comptoir.foundation.audit.permissions import AUDIT_READ
from comptoir.foundation.identity.permissions import (
    ORGANISATIONS_EDIT,
    ROLES_WRITE,
    SIGN_IN_WRITE,
    USERS_READ,
    USERS_WRITE,
)
from comptoir.foundation.single_sign_on.permissions import SINGLE_SIGN_ON_WRITE

OWN, PUBLIC = "own", "public"
QUERY = {"metrics": ["net_sales"]}
DEFINITION = {"key": "mine", "kind": "metric", "label": "Mine", "formula": "net_sales"}
BOARD = {"name": "Mine"}


@dataclass(frozen=True)
class Rule:
    """What a route needs: all of these permissions. ``ends`` the session it is called with: it is not called.

    ``looks_first``: who may read the object, which is not there, learns that before what they may do with it.
    """

    needs: tuple[str, ...]
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    ends: bool = False
    is_upload: bool = False
    looks_first: bool = False


def needs(*permissions: str, **more: Any) -> Rule:
    return Rule(permissions, **more)


RULES: dict[tuple[str, str], Rule] = {
    ("GET", "/session"): needs(OWN),
    ("POST", "/session"): needs(PUBLIC),
    ("POST", "/session/link"): needs(PUBLIC),
    ("POST", "/session/second-step"): needs(PUBLIC),
    ("POST", "/session/second-step/challenge"): needs(PUBLIC),
    ("POST", "/session/passkey"): needs(PUBLIC),
    ("POST", "/session/passkey/challenge"): needs(PUBLIC),
    ("GET", "/session/ways"): needs(PUBLIC),
    ("POST", "/session/provider"): needs(PUBLIC),
    ("POST", "/session/provider/answer"): needs(PUBLIC),
    ("GET", "/organisation/single-sign-on"): needs(SINGLE_SIGN_ON_WRITE),
    ("PUT", "/organisation/single-sign-on"): needs(
        SINGLE_SIGN_ON_WRITE, body={"name": "", "issuer": "", "client_id": "", "domains": [], "default_role": ""}
    ),
    ("DELETE", "/organisation/single-sign-on"): needs(SINGLE_SIGN_ON_WRITE),
    ("POST", "/session/proof"): needs(OWN, ends=True),  # refuses a wrong password as it refuses strangers
    ("POST", "/session/proof/challenge"): needs(OWN),
    ("DELETE", "/session"): needs(OWN, ends=True),
    ("POST", "/session/organisation"): needs(OWN, body={"id": "01a20369-7820-75bc-bfb2-00ca453f9198"}),
    ("POST", "/session/password"): needs(OWN, ends=True),
    ("POST", "/organisations"): needs("organisations:create", body={"name": "", "currency": "EUR", "timezone": "UTC"}),
    ("GET", "/organisation"): needs(OWN),
    ("PATCH", "/organisation"): needs(ORGANISATIONS_EDIT, body={}),
    ("GET", "/organisation/sign-in"): needs(USERS_READ),
    ("PATCH", "/organisation/sign-in"): needs(SIGN_IN_WRITE, body={}),
    ("GET", "/account/second-step"): needs(OWN),
    ("POST", "/account/second-step/codes"): needs(OWN),
    ("POST", "/account/second-step/codes/{factor_id}"): needs(OWN, body={"code": "123456"}),
    ("POST", "/account/second-step/passkeys/challenge"): needs(OWN),
    ("POST", "/account/second-step/passkeys"): needs(OWN, ends=True),  # refuses what no device made with 401
    ("PATCH", "/account/second-step/{factor_id}"): needs(OWN, body={"name": "Mine"}),
    ("DELETE", "/account/second-step/{factor_id}"): needs(OWN),
    ("POST", "/account/second-step/recovery-codes"): needs(OWN),
    ("PATCH", "/account"): needs(OWN, body={"week_start": None}),
    ("GET", "/account/sessions"): needs(OWN),
    ("DELETE", "/account/sessions/{session_id}"): needs(OWN),
    ("POST", "/account/sessions/{session_id}/known"): needs(OWN),
    ("DELETE", "/account/sessions"): needs(OWN),
    ("GET", "/account/tokens"): needs(OWN),
    ("POST", "/account/tokens"): needs("tokens:write", body={"name": "t", "scopes": ["stores:read"]}),
    ("DELETE", "/account/tokens/{token_id}"): needs(OWN),
    ("GET", "/orders"): needs(ORDERS_READ),
    ("GET", "/orders/export"): needs(ORDERS_READ),
    ("GET", "/orders/{order_id}"): needs(ORDERS_READ),
    ("GET", "/orders/{order_id}/source"): needs(ORDERS_READ),
    ("GET", "/search"): needs(OWN),  # each kind only for those who may read it
    ("POST", "/query"): needs(ANALYTICS_READ, body=QUERY),
    ("POST", "/query/batch"): needs(OWN, body={"queries": [QUERY]}),  # each answer says by itself that it is refused
    ("POST", "/query/explain"): needs(ANALYTICS_READ, body=QUERY),
    ("POST", "/query/rows"): needs(ANALYTICS_READ, body={"query": QUERY}),
    ("POST", "/query/export"): needs(ANALYTICS_READ, body={"query": QUERY}),
    ("GET", "/metrics"): needs(ANALYTICS_READ),
    ("GET", "/dimensions"): needs(ANALYTICS_READ),
    ("GET", "/dimensions/{key}/values"): needs(ANALYTICS_READ),
    ("GET", "/boards"): needs(BOARDS_READ),
    ("POST", "/boards"): needs(BOARDS_EDIT, body=BOARD),
    ("GET", "/boards/{board_id}"): needs(BOARDS_READ),
    ("PATCH", "/boards/{board_id}"): needs(BOARDS_EDIT, body=BOARD),
    ("PUT", "/boards/{board_id}/document"): needs(BOARDS_EDIT, body={"base_version": 1, "document": {}}),
    ("DELETE", "/boards/{board_id}"): needs(BOARDS_EDIT),
    ("POST", "/boards/{board_id}/undelete"): needs(BOARDS_EDIT),
    ("POST", "/boards/{board_id}/duplicate"): needs(BOARDS_EDIT, body={}),
    ("GET", "/boards/templates"): needs(BOARDS_READ),
    ("GET", "/boards/{board_id}/file"): needs(BOARDS_READ),
    ("POST", "/boards/import"): needs(BOARDS_EDIT, body={"yaml": "name: Mine"}),
    ("GET", "/boards/{board_id}/versions"): needs(BOARDS_READ),
    ("GET", "/boards/{board_id}/versions/{number}"): needs(BOARDS_READ),
    ("POST", "/boards/{board_id}/versions/{number}/restore"): needs(BOARDS_EDIT),
    ("PUT", "/boards/{board_id}/favourite"): needs(BOARDS_READ),
    ("DELETE", "/boards/{board_id}/favourite"): needs(BOARDS_READ),
    ("GET", "/boards/home"): needs(BOARDS_READ),
    ("PUT", "/boards/home"): needs(BOARDS_READ, body={"board_id": None}),
    ("GET", "/boards/defaults"): needs(BOARDS_MANAGE),
    ("PUT", "/boards/defaults/{role}"): needs(BOARDS_MANAGE, body={"board_id": None}),
    ("GET", "/annotations"): needs(BOARDS_READ, query={"from": "2026-01-01", "to": "2026-01-31"}),
    ("POST", "/annotations"): needs(BOARDS_EDIT, body={"day": "2026-01-01", "text": "x"}),
    ("PATCH", "/annotations/{annotation_id}"): needs(BOARDS_EDIT, body={"text": "x"}, looks_first=True),
    ("DELETE", "/annotations/{annotation_id}"): needs(BOARDS_EDIT),
    ("POST", "/definitions/check"): needs(ANALYTICS_READ, body={"formula": "net_sales"}),
    ("POST", "/definitions/preview"): needs(ANALYTICS_READ, body={"definition": DEFINITION}),
    ("GET", "/definitions"): needs(ANALYTICS_READ),
    ("POST", "/definitions"): needs(DEFINITIONS_EDIT, ANALYTICS_READ, body=DEFINITION),
    ("GET", "/definitions/{key}"): needs(ANALYTICS_READ),
    ("PATCH", "/definitions/{key}"): needs(DEFINITIONS_EDIT, ANALYTICS_READ, body={"label": "x"}, looks_first=True),
    ("DELETE", "/definitions/{key}"): needs(DEFINITIONS_EDIT),
    ("POST", "/definitions/{key}/restore"): needs(DEFINITIONS_EDIT, ANALYTICS_READ),
    ("GET", "/definitions/{key}/versions"): needs(ANALYTICS_READ),
    ("GET", "/definitions/{key}/uses"): needs(ANALYTICS_READ),
    ("GET", "/definitions/{key}/graph"): needs(ANALYTICS_READ),
    ("GET", "/targets"): needs(ANALYTICS_READ),
    ("POST", "/targets"): needs(
        TARGETS_EDIT, body={"metric": "net_sales", "period": "month", "start": "2026-01-01", "amount": "1"}
    ),
    ("PATCH", "/targets/{target_id}"): needs(TARGETS_EDIT, body={"amount": "1"}),
    ("DELETE", "/targets/{target_id}"): needs(TARGETS_EDIT),
    ("GET", "/targets/pace"): needs(ANALYTICS_READ, query={"metric": "net_sales", "period": "month"}),
    ("GET", "/targets/periods"): needs(ANALYTICS_READ, query={"period": "month", "day": "2026-01-01"}),
    ("POST", "/imports"): needs(IMPORTS_WRITE, is_upload=True),
    ("GET", "/imports"): needs(IMPORTS_READ),
    ("GET", "/imports/{import_id}"): needs(IMPORTS_READ),
    ("PUT", "/imports/{import_id}/plan"): needs(IMPORTS_WRITE, body={}),
    ("POST", "/imports/{import_id}/start"): needs(IMPORTS_WRITE),
    ("GET", "/imports/{import_id}/rejects"): needs(IMPORTS_WRITE, looks_first=True),
    ("POST", "/imports/{import_id}/undo"): needs(IMPORTS_WRITE),
    ("DELETE", "/imports/{import_id}"): needs(IMPORTS_WRITE),
    ("GET", "/audit"): needs(AUDIT_READ),
    ("GET", "/audit/export"): needs(AUDIT_READ),
    ("GET", "/audit/security"): needs(AUDIT_READ),
    ("POST", "/audit/verify"): needs(AUDIT_READ),
    ("GET", "/members"): needs(USERS_READ),
    ("POST", "/members"): needs(USERS_WRITE, body={"email": "x", "role": "viewer"}),
    ("PATCH", "/members/{member_id}"): needs(USERS_WRITE, body={}),
    ("DELETE", "/members/{member_id}"): needs(USERS_WRITE),
    ("GET", "/members/{member_id}/access"): needs(USERS_READ),
    ("GET", "/roles"): needs(USERS_READ),
    ("POST", "/roles"): needs(ROLES_WRITE, body={"name": ""}),
    ("PATCH", "/roles/{key}"): needs(ROLES_WRITE, body={}),
    ("DELETE", "/roles/{key}"): needs(ROLES_WRITE),
    ("POST", "/store-groups"): needs(ROLES_WRITE, body={"name": "", "stores": []}),
    ("PATCH", "/store-groups/{key}"): needs(ROLES_WRITE, body={"name": "", "stores": []}),
    ("DELETE", "/store-groups/{key}"): needs(ROLES_WRITE),
    ("GET", "/stores"): needs(STORES_READ),
    ("POST", "/stores"): needs(
        STORES_WRITE, body={"slug": "x", "name": "", "platform": "custom", "currency": "EUR", "timezone": "UTC"}
    ),
    ("PATCH", "/stores/{slug}"): needs(STORES_WRITE, body={}),
    ("DELETE", "/stores/{slug}"): needs(STORES_WRITE),
    ("GET", "/products"): needs(ANALYTICS_READ, PRODUCTS_READ),
    ("GET", "/products/export"): needs(ANALYTICS_READ, PRODUCTS_READ),
    ("GET", "/products/{product_id}"): needs(PRODUCTS_READ),
    ("GET", "/customers"): needs(CUSTOMERS_READ, ANALYTICS_READ),
    ("GET", "/customers/export"): needs(CUSTOMERS_READ, ANALYTICS_READ),
    ("GET", "/customers/{customer_id}"): needs(CUSTOMERS_READ),
    ("GET", "/webhooks"): needs(STORES_READ),
    ("GET", "/stores/{slug}/webhooks"): needs(STORES_READ),
    ("PUT", "/stores/{slug}/webhook-secret"): needs(STORES_WRITE, body={"secret": "x" * 40}),
    ("POST", "/stores/{slug}/webhooks/test"): needs(STORES_WRITE),
    ("GET", "/stores/{slug}/deliveries"): needs(STORES_READ),
    ("GET", "/deliveries"): needs(STORES_READ),
    ("GET", "/deliveries/parked"): needs(STORES_READ),
    ("GET", "/deliveries/{delivery_id}/body"): needs(STORES_READ, CUSTOMERS_PII),
    ("PUT", "/deliveries/{delivery_id}/body"): needs(STORES_WRITE, CUSTOMERS_PII, body={"body": "{}"}),
    ("POST", "/deliveries/{delivery_id}/replay"): needs(STORES_WRITE),
    ("POST", "/deliveries/{delivery_id}/dismiss"): needs(STORES_WRITE),
    ("GET", "/system"): needs(SYSTEM_READ),
    ("GET", "/system/accuracy"): needs(SYSTEM_READ),
    ("POST", "/system/accuracy"): needs(SYSTEM_WRITE, body={}),
}
