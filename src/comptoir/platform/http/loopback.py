"""Asking the process's own application as a stranger would: through its edge, without a network."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    body: bytes


class Loopback:
    """Posts to the application of this process. The application is put in once it exists."""

    application: Any = None

    async def post(self, *, path: str, headers: dict[str, str], body: bytes) -> Answered:
        """Post bytes and return the answer."""
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            found = await client.post(path, headers=headers, content=body)
        return Answered(found.status_code, found.content)


async def post_over_network(url: str, *, headers: dict[str, str], body: bytes, within: float) -> Answered:
    """Post bytes to an address outside and return the answer. Raises ``httpx.HTTPError`` when there is none."""
    async with httpx.AsyncClient(timeout=within, follow_redirects=False) as client:
        found = await client.post(url, headers=headers, content=body)
    return Answered(found.status_code, found.content)
