"""Order and choice of transfers, and when a failure is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.transfer_plan import DOWN, UP, Known, ends_the_pass, left_bytes, planned, wait_ms
from shared.content.files import ContentFile, Urgency
from shared.errors import ERRORS, AppError

FILES = st.builds(
    ContentFile,
    st.sampled_from([bytes([number]) * 32 for number in range(5)]),
    st.sampled_from(["user:a", "group:b"]),
    st.just("text/plain"),
    st.integers(0, 100),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Urgency),
)
SHAS = st.frozensets(st.sampled_from([bytes([number]) * 32 for number in range(5)]))


@given(st.lists(FILES, max_size=12), SHAS, st.booleans())
def test_laws_of_a_plan(files, asked, only_asked):
    here = {file.sha256 for file in files if file.here}
    plan = planned(files, Known(frozenset(), asked, frozenset()), only_asked=only_asked)
    assert [one.urgency for one in plan] == sorted(one.urgency for one in plan)
    fetched = [one.file.sha256 for one in plan if one.direction == DOWN]
    assert len(fetched) == len(set(fetched))
    assert not here & set(fetched)
    for one in plan:
        if one.direction == UP:
            assert one.file.here
            assert one.file.send
            assert not only_asked
        else:
            assert one.file.sha256 in asked or (one.file.fetch and not only_asked)
    wanted = {file.sha256 for file in files if file.sha256 in asked} - here
    assert wanted <= set(fetched)


@given(st.lists(FILES, max_size=8))
def test_what_rests_or_is_known_is_left_alone(files):
    sent = {(file.scope, file.sha256) for file in files}
    resting = {(way, file.scope, file.sha256) for file in files for way in (UP, DOWN)}
    assert [
        one
        for one in planned(files, Known(sent, frozenset(), frozenset()), only_asked=False)
        if one.direction == UP
    ] == []
    assert planned(files, Known(frozenset(), frozenset(), resting), only_asked=False) == []


def test_waits_grow_to_a_limit_and_lasting_refusals_rest_long():
    passing, lasting = (
        AppError("network.timed_out"),
        AppError("content.storage_full", size="", limit="", used="", over=""),
    )
    waits = [wait_ms(passing, attempt) for attempt in range(40)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5_000, 3_600_000)
    assert wait_ms(lasting, 0) == 6 * 3_600_000


def test_whoever_asks_for_patience_is_heard():
    busy = AppError("network.busy", seconds=90.0)
    assert wait_ms(busy, 0) == 90_000
    assert wait_ms(busy, 40) == 3_600_000


def test_the_line_ends_a_pass_and_a_file_does_not():
    ends = {code for code in ERRORS if ends_the_pass(AppError(code))}
    assert {"network.unreachable", "accounts.signed_out", "content.disk_full", "web.too_many"} <= ends
    assert not {"content.storage_full", "content.not_found", "content.damaged", "storage.disk_full"} & ends


def test_bytes_that_are_left():
    file = ContentFile(b"1" * 32, "s", "t", 100, here=True, send=True, fetch=False)
    plan = planned([file], Known(frozenset(), frozenset(), frozenset()), only_asked=False)
    assert left_bytes(plan, {}) == 100
    assert left_bytes(plan, {b"1" * 32: 30}) == 70
    assert left_bytes(plan, {b"1" * 32: 300}) == 0
