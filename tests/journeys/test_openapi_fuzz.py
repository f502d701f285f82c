"""The whole API, asked as no client would ask it: no answer is a fault, none differs from its description.

Schemathesis makes requests from the served OpenAPI document, fitting and unfitting ones; the seed is fixed.
"""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.assembly import OPERATIONS
from server.web import system
from server.web.operation import Auth, Operation
from tests.support.api_fuzz import LIMIT_S, PASSWORD, Member, bearer, known_ids
from tests.support.border_stage import STAGE, staged
from tests.support.cloud_server import CloudProcess

EXAMPLES = 50
MODEL = "tiny"
MODELS = {
    "ai.anthropic_messages": "claude-haiku-5-5",
    "ai.openai_chat_completions": MODEL,
    "ai.openai_embeddings": "text-embedding-3-small",
}
"""One that answers each request for AI."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EVERY = {operation.name: operation for operation in (*system.OPERATIONS, *OPERATIONS)}
SIGNED_IN = [name for name, operation in EVERY.items() if operation.auth is not Auth.NONE]


@dataclass
class Fuzzed:
    """A running server and its description."""

    url: str
    schema: schemathesis.BaseSchema
    admin: Member
    members: int = 0

    def member(self) -> Member:
        """Somebody new, whom no other test signs out or deletes."""
        self.members += 1
        return Member(self.url, f"member{self.members}@example.org").sign_up()


@contextmanager
def provider() -> Iterator[str]:
    """A provider of AI as a process; its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.fault_provider"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


@pytest.fixture(scope="module")
def ai_url() -> Iterator[str]:
    with provider() as url:
        yield url


@pytest.fixture(scope="module")
def server(tmp_path_factory, ai_url: str) -> Iterator[Fuzzed]:
    settings_of_ai = {
        "AI__ANTHROPIC_KEY": "house",
        "AI__ANTHROPIC_URL": ai_url,
        "AI__OPENAI_KEY": "house",
        "AI__OPENAI_URL": f"{ai_url}/v1",
        "AI__CUSTOM_URL": f"{ai_url}/v1",
        "AI__CUSTOM_MODELS": MODEL,
        "BILLING__FREE_BUDGET_MICROS": "-1",
    }
    process = CloudProcess(tmp_path_factory.mktemp("fuzz") / "cloud", settings_of_ai)
    process.folder.mkdir()
    (process.folder / "password").write_text(PASSWORD)
    made = process.command(
        "create-admin", "root@example.org", "--password-file", str(process.folder / "password")
    )
    assert made.returncode == 0, made.stderr
    asyncio.run(process.start())
    document = requests.get(f"{process.url}/openapi.json", timeout=LIMIT_S).json()
    yield Fuzzed(
        process.url, schemathesis.openapi.from_dict(document), Member(process.url, "root@example.org")
    )
    asyncio.run(process.stop())
    assert '"event": "a request failed"' not in process.log()


def cases(schema: schemathesis.BaseSchema, asked: Operation, ids: dict[str, Any]):
    """Requests that fit the description, that do not, and that name things which exist."""
    operation = schema[asked.path][asked.method]
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    kinds = [fitting]
    parameters = [*operation.path_parameters, *operation.query, *operation.headers, *operation.body]
    if parameters:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    known = {key: ids[key] for key in asked.path_names if key in ids}
    body = asked.body or asked.raw_body
    inside = {key: ids[key] for key in (body.__struct_fields__ if body else ()) if key in ids}

    def named(case: schemathesis.Case) -> schemathesis.Case:
        case.path_parameters = {**(case.path_parameters or {}), **known}
        if isinstance(case.body, dict):
            case.body = {**case.body, **inside}
        if asked.name in MODELS:
            case.headers.clear()
        return case

    if known or inside:
        # What asks a provider is told apart from what is refused before: most requests name a model that exists.
        known_kinds = range(4 if asked.name in MODELS else 1)
        kinds += [
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE).map(named) for _ in known_kinds
        ]
    return st.one_of(kinds)


PLAIN = st.none() | st.integers() | st.text(max_size=20)
BODIES = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=8), PLAIN, max_size=3)
NAMES = st.uuids().map(str) | st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.", min_size=1, max_size=40)


BEARERS = st.none() | st.text("abcdefghijklmnopqrstuvwxyz0123456789-_. ", max_size=60)


def refused_cases(schema: schemathesis.BaseSchema, asked: Operation):
    """Requests for the border, which sends these people away before it looks at what they ask for."""
    operation = schema[asked.path][asked.method]
    media = next((each.media_type for each in operation.body), None)

    def made(path: dict[str, str], bearer_of: str | None, body: Any) -> schemathesis.Case:
        headers = {} if bearer_of is None else {"Authorization": f"Bearer {bearer_of}x"}
        given = {} if media is None else {"body": body, "media_type": media}
        return operation.Case(path_parameters=path, headers=headers, **given)

    paths = st.fixed_dictionaries(dict.fromkeys(asked.path_names, NAMES))
    return st.builds(made, paths, BEARERS, BODIES if media else st.none())


def ask(
    url: str, strategy: st.SearchStrategy[schemathesis.Case], token: Callable[[], str] | None = None
) -> Counter[int]:
    """Ask for fifty; how often each status came. A token is looked at again after what may have ended it."""
    told: Counter[int] = Counter()
    headers = bearer(token()) if token is not None else {}

    @seed(4)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=False, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy)
    def each(case: schemathesis.Case) -> None:
        answer = case.call(base_url=url, headers=headers, timeout=LIMIT_S)
        told[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)
        if token is not None and (
            answer.status_code == 401 or (answer.status_code < 300 and case.method != "GET")
        ):
            headers.update(bearer(token()))

    each()
    return told


@pytest.mark.parametrize("name", EVERY)
def test_nobody_breaks_it(server: Fuzzed, name: str):
    refused = name in SIGNED_IN
    asked = EVERY[name]
    strategy = refused_cases(server.schema, asked) if refused else cases(server.schema, asked, {})
    told = ask(server.url, strategy)
    assert not refused or (told.total() >= EXAMPLES and not any(status < 400 for status in told))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_member_breaks_nothing(server: Fuzzed, name: str):
    """Administrators' operations are asked by one who may."""
    member = server.member()
    asked = EVERY[name]
    ids: dict[str, Any] = {}
    if asked.path_names or asked.body or asked.raw_body:
        ids = known_ids(server.url, member.token(), server.admin.token(), MODEL)
    if "invitation_id" in asked.path_names and "tenant_id" in asked.path_names:
        ids["invitation_id"] = ids["tenant_invitation_id"]
    if name in MODELS:
        ids["model"] = MODELS[name]
        server.admin.gives_plan(member, ids["user_id"], "pro")
    who = server.admin if "/admin/" in asked.path or "/tenants/" in asked.path else member
    told = ask(server.url, cases(server.schema, asked, ids), who.token)
    if name in MODELS:
        assert told[200] > 9, told


async def test_a_fault_would_be_found(tmp_path):
    """Else the tests above could not fail."""
    burst = next(operation for operation in STAGE if operation.path == "/stage/burst")
    async with staged(tmp_path / "cloud") as stage:
        schema = schemathesis.openapi.from_dict((await stage.ask("GET", "/openapi.json")).json)
        with pytest.raises(FailureGroup, match="Server error"):
            await asyncio.to_thread(ask, stage.url, cases(schema, burst, {}))
