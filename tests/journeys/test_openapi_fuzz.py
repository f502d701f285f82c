"""The whole API, asked as no client would ask it: no answer is a fault, none differs from its description.

Schemathesis makes requests from the served OpenAPI document, fitting and unfitting ones; the seed is fixed.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

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
REFUSED_EXAMPLES = 10
"""Of those whom the border sends away before it looks at what they ask for."""
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


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Fuzzed]:
    process = CloudProcess(tmp_path_factory.mktemp("fuzz") / "cloud")
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


def cases(schema: schemathesis.BaseSchema, asked: Operation, ids: dict[str, str]):
    """Requests that fit the description, that do not, and that name things which exist."""
    operation = schema[asked.path][asked.method]
    kinds = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    parameters = [*operation.path_parameters, *operation.query, *operation.headers, *operation.body]
    if parameters:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    known = {key: ids[key] for key in asked.path_names if key in ids}
    if known:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=known))
    return st.one_of(kinds)


def ask(
    url: str,
    schema: schemathesis.BaseSchema,
    asked: Operation,
    headers: dict[str, str] | None = None,
    ids: dict[str, str] | None = None,
    examples: int = EXAMPLES,
) -> None:
    @seed(4)
    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=False, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases(schema, asked, ids or {}))
    def each(case: schemathesis.Case) -> None:
        answer = case.call(base_url=url, headers=headers, timeout=LIMIT_S)
        case.validate_response(answer, checks=CHECKS)

    each()


@pytest.mark.parametrize("name", EVERY)
def test_nobody_breaks_it(server: Fuzzed, name: str):
    examples = REFUSED_EXAMPLES if name in SIGNED_IN else EXAMPLES
    ask(server.url, server.schema, EVERY[name], examples=examples)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_member_breaks_nothing(server: Fuzzed, name: str):
    """Administrators' operations are asked by one who may."""
    member = server.member()
    ids = known_ids(server.url, member.token(), server.admin.token())
    who = server.admin if "/admin/" in EVERY[name].path or "/tenants/" in EVERY[name].path else member
    ask(server.url, server.schema, EVERY[name], bearer(who.token()), ids)


async def test_a_fault_would_be_found(tmp_path):
    """Else the tests above could not fail."""
    burst = next(operation for operation in STAGE if operation.path == "/stage/burst")
    async with staged(tmp_path / "cloud") as stage:
        schema = schemathesis.openapi.from_dict((await stage.ask("GET", "/openapi.json")).json)
        with pytest.raises(FailureGroup, match="Server error"):
            await asyncio.to_thread(ask, stage.url, schema, burst)
