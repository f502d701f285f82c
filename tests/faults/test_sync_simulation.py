"""The sync simulation at length, and proof that it notices: each planted fault must be caught within a few seeds."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from sync import engine, intake, merge, outgoing, replica
from sync.intake import Intake, Seen
from sync.journal import Journal
from sync.protocol import Verdict
from tests.support.sync_judging import run

PLANTED_SEEDS = 150


@pytest.mark.faults
@pytest.mark.parametrize("accidents", ["copies", "backups", "server"])
def test_accidents_at_length(accidents):
    for seed in range(40):
        run(seed, 400, accidents=accidents)


@pytest.mark.soak
@pytest.mark.parametrize("accidents", ["copies", "backups", "server"])
def test_more_accidents(accidents):
    for seed in range(40, 400):
        run(seed, 400, accidents=accidents)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(100))
def test_ten_million_steps(block):
    for seed in range(10_000 + block * 200, 10_200 + block * 200):
        run(seed, 500)


def refrozen(patch: pytest.MonkeyPatch) -> None:
    """The batch keeps its number, its content is built again after a crash, and only the number is looked at."""
    keep = outgoing.freeze

    def freeze(journal: Journal, rows: Any, now_ms: int) -> None:
        sending = journal.sending()
        if sending is not None:
            journal.run("UPDATE OR IGNORE sync_outbox SET batch = 0 WHERE batch = ?", sending[0])
            journal.run("DELETE FROM sync_outbox WHERE batch = ?", sending[0])
            journal.drop_sending()
            journal.run("UPDATE sync_device SET batch = batch - 1")
        keep(journal, rows, now_ms)

    patch.setattr(engine, "freeze", freeze)
    patch.setattr(
        intake, "hashlib", SimpleNamespace(sha256=lambda _: SimpleNamespace(digest=lambda: b"same"))
    )


def pull_overwrites(patch: pytest.MonkeyPatch) -> None:
    """A page covers what is unsent."""
    patch.setattr(replica, "_mixed", lambda row, _local, _kept: row)


def bases_follow(patch: pytest.MonkeyPatch) -> None:
    """Unsent edits take the authority's new tag for the value they were made from."""
    patch.setattr(replica, "overlaid", lambda under, _over, _names: dict(under))


def losers_dropped(patch: pytest.MonkeyPatch) -> None:
    """The value that lost is kept nowhere."""
    patch.setattr(merge._Merging, "_lose", lambda *_: None)


def clocks_decide(patch: pytest.MonkeyPatch) -> None:
    """The greater clock wins, also against an edit that was made from the value."""

    def forward(self: Any, name: str, value: Any, stamp: Any, mine: Any) -> None:
        self.forwarded.add(name)
        if stamp > mine:
            self._take(name, value, stamp)
        else:
            self.outcome.clean = False

    patch.setattr(merge._Merging, "_forward", forward)


def blind_sparing(patch: pytest.MonkeyPatch) -> None:
    """Rows the device handed in are not sent back, although others had changed them."""
    patch.setattr(Seen, "covers", lambda *_: True)


def cursor_first(patch: pytest.MonkeyPatch) -> None:
    """The cursor moves in a transaction of its own, before the rows."""
    keep = engine._Steps._page

    def page(self: Any, page: Any) -> Any:
        def move() -> None:
            state = self._journal.scopes().get(page.scope)
            if state is not None:
                state.cursor = page.cursor
                self._journal.set_scope(state)

        yield move
        yield from keep(self, page)

    patch.setattr(engine._Steps, "_page", page)


def batches_counted_twice(patch: pytest.MonkeyPatch) -> None:
    """A batch that comes again is merged again."""
    keep = Intake.take

    def take(self: Any, device: bytes, body: bytes, batch: Any, seen: Any) -> Any:
        receipt = keep(self, device, body, batch, seen)
        if receipt.verdict == Verdict.TAKEN and not receipt.own:
            self._apply(batch.ops, seen)
            self._changes.write()
        return receipt

    patch.setattr(Intake, "take", take)


def late_answers_taken(patch: pytest.MonkeyPatch) -> None:
    """An answer to an earlier request is applied after a later one."""
    keep = engine.Engine.steps

    def steps(self: Any, body: bytes, now_ms: int) -> Any:
        self._nonce = engine.unseal(body, engine.Answer).nonce
        return keep(self, body, now_ms)

    patch.setattr(engine.Engine, "steps", steps)


def deletions_win(patch: pytest.MonkeyPatch) -> None:
    """A deletion goes through although its author had not seen the last edit."""
    patch.setattr(merge._Merging, "_unseen", lambda *_: False)


def unanswered_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The clean result of a batch is believed without its row: conflicts do not come back."""
    patch.setattr(intake.Intake, "_enter", _quiet(intake.Intake._enter))


def _quiet(keep: Callable[..., None]) -> Callable[..., None]:
    def enter(self: Any, row: Any, *, own: bool) -> None:
        old = self._now.get(row.key)
        if old is not None and old.stamps == row.stamps and old.scope == row.scope:
            return
        keep(self, row, own=own)

    return enter


PLANTED = [
    refrozen,
    pull_overwrites,
    bases_follow,
    losers_dropped,
    clocks_decide,
    blind_sparing,
    cursor_first,
    batches_counted_twice,
    late_answers_taken,
    deletions_win,
    unanswered_forgotten,
]


def some_seeds() -> None:
    for seed in range(PLANTED_SEEDS):
        run(seed, 500)


@pytest.mark.faults
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_caught(plant, monkeypatch):
    plant(monkeypatch)
    with pytest.raises(AssertionError, match=r".+"):
        some_seeds()
