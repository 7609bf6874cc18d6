"""An OpenID Connect issuer on loopback that can be told to lie: one lie is one thing that a client must notice."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "comptoir", "s3cret/with+signs"


@dataclass
class Issuer:
    """A running issuer. ``claims`` replaces what an ID token says, ``lie`` names what else is wrong."""

    address: str = ""
    lie: str = ""
    now: float = 0.0
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> tuple[str, str]:
        """Do what a person does at the issuer: return (state, code) of the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return asked["state"], code

    def described(self) -> dict[str, Any]:
        found = {
            "issuer": "https://other.example" if self.lie == "issuer" else self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        if self.lie == "inside":
            found["token_endpoint"] = "http://169.254.169.254/latest/meta-data"
        return found

    def tokens(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        name, _, secret = base64.b64decode(authorization.partition(" ")[2]).decode().partition(":")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or (unquote(name), unquote(secret)) != (CLIENT, SECRET)
            or challenge.decode().rstrip("=") != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "person-1",
            "nonce": asked["nonce"],
            "iat": int(self.now),
            "exp": int(self.now) + 300,
            "email": "new@example.test",
            "email_verified": True,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"id_token": self.signed(claims), "access_token": "a", "token_type": "Bearer"}

    def signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": "RS256", "kid": "one"}
        if self.lie == "unsigned":
            parts = (json.dumps({"alg": "none"}).encode(), json.dumps(claims).encode(), b"")
            return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
        if self.lie == "shared secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 3), algorithms=["HS256"])
        return jwt.encode(header, claims, self.other if self.lie == "key" else self.key)


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Run an issuer in a thread until the context ends."""
    issuer = Issuer(now=time.time())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            if self.path == "/keys":
                self.say(200, {"keys": [issuer.key.as_dict(private=False)]})
            elif issuer.lie == "redirect":
                self.send_response(302)
                self.send_header("Location", f"{issuer.address}/elsewhere")
                self.end_headers()
            elif issuer.lie == "long":
                self.say(200, {"padding": "x" * 600_000})
            else:
                self.say(200, issuer.described())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(*issuer.tokens(form, self.headers.get("Authorization", "")))

        def say(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
