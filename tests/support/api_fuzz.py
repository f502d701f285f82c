"""What property-based tests of the whole API need: a server process, people signed in on it, its description."""

from dataclasses import dataclass
from typing import Any

import msgspec
import requests
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.accounts.messages import NewDevice, Session, SignIn, SignUp
from shared.accounts.proofs import sign_in_message
from shared.base64url import encoded
from shared.clock import SystemClock
from shared.ids import new_id

LIMIT_S = 30
PASSWORD = "a password for fuzzing"


def introduced(email: str) -> NewDevice:
    """A new device with a key of its own."""
    key = Ed25519PrivateKey.generate()
    public = encoded(key.public_key().public_bytes_raw())
    bare = NewDevice(new_id(), "Fuzz", "linux", public, SystemClock().now_ms())
    return msgspec.structs.replace(bare, signature=encoded(key.sign(sign_in_message(bare, email))))


@dataclass
class Member:
    """Somebody with an account; `token` signs in anew when the last access token is no longer good."""

    url: str
    email: str
    access_token: str = ""

    def sign_up(self) -> "Member":
        body = SignUp(self.email, PASSWORD, "Fuzz", introduced(self.email))
        self.access_token = self._session("sign-up", body)
        return self

    def token(self) -> str:
        probe = requests.get(
            f"{self.url}/api/v1/accounts/me", headers=bearer(self.access_token), timeout=LIMIT_S
        )
        if probe.status_code == 401:
            self.access_token = self._session("sign-in", SignIn(self.email, PASSWORD, introduced(self.email)))
        return self.access_token

    def gives_plan(self, other: "Member", user_id: str, plan: str) -> None:
        """What only a super admin may; the other one signs in anew."""
        answer = requests.patch(
            f"{self.url}/api/v1/admin/users/{user_id}",
            json={"plan": plan},
            headers=bearer(self.token()),
            timeout=LIMIT_S,
        )
        assert answer.ok, answer.text
        other.access_token = ""

    def _session(self, what: str, body: Any) -> str:
        answer = requests.post(
            f"{self.url}/api/v1/accounts/{what}",
            data=msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
            timeout=LIMIT_S,
        )
        assert answer.ok, answer.text
        return msgspec.json.decode(answer.content, type=Session).access_token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def posted(url: str, path: str, token: str, body: Any) -> requests.Response:
    answer = requests.post(url + path, json=body, headers=bearer(token), timeout=LIMIT_S)
    assert answer.ok, answer.text
    return answer


def known_ids(url: str, token: str, admin_token: str, model: str) -> dict[str, Any]:
    """Things of a person that exist, and a tenant, by the name of the parameter or of the field of a body."""
    group_id, tenant_id = str(new_id()), str(new_id())
    asked = bearer(token)
    posted(url, "/api/v1/groups", token, {"group_id": group_id, "name": "Fuzz", "description": ""})
    invited = posted(url, f"/api/v1/groups/{group_id}/invitations", token, {"role": "member", "uses": 50})
    me = requests.get(f"{url}/api/v1/accounts/me", headers=asked, timeout=LIMIT_S).json()
    devices = requests.get(f"{url}/api/v1/accounts/devices", headers=asked, timeout=LIMIT_S).json()
    upload = {
        "sha256": "0" * 64,
        "size_bytes": 100,
        "scope": f"user:{me['user_id']}",
        "media_type": "audio/mpeg",
    }
    begun = posted(url, "/api/v1/content/uploads", token, upload)
    session = posted(url, "/api/v1/session/start", token, {}).json()
    asked_ai = {"model": model, "messages": [{"role": "user", "content": "What is a leaf?"}]}
    charged = posted(url, "/ai/openai/v1/chat/completions", token, asked_ai)
    posted(url, "/api/v1/admin/tenants", admin_token, {"tenant_id": tenant_id, "name": "Fuzz"})
    invitations = f"/api/v1/tenants/{tenant_id}/invitations"
    pupil = posted(url, invitations, admin_token, {"email": f"pupil.{tenant_id}@example.org"}).json()
    return {
        "tenant_id": tenant_id,
        "group_id": group_id,
        "user_id": me["user_id"],
        "device_id": devices["devices"][0]["device_id"],
        "upload_id": begun.json()["upload_id"],
        "sha256": "0" * 64,
        "name": "0" * 64,
        "scope": upload["scope"],
        "invitation_id": invited.json()["invitation_id"],
        "token": invited.json()["token"],
        "tenant_invitation_id": pupil["invitation_id"],
        "session_id": session["session_id"],
        "epoch": session["epoch"],
        "charge_id": charged.headers["X-Charge-Id"],
        "plan": "enterprise",
        "context": "hint",
    }


@schemathesis.serializer("application/x-lantern-sync", "application/offset+octet-stream")
def _raw(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Bytes as they are."""
    return value.data if hasattr(value, "data") else str(value).encode()
