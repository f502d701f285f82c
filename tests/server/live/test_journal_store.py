import sqlite3
from pathlib import Path

import pytest

from server.live.journal_store import Batch, GameRecord, JournalStore, encode_events, trouble_of
from shared.errors import AppError
from shared.quiz.events import Answered, Joined
from shared.quiz.quiz import GameOptions, GameSetup
from tests.support.live_host import sums_quiz


def record(game_id: str = "g1") -> GameRecord:
    setup = GameSetup(game_id, "123456", sums_quiz(), GameOptions(), 7, 1_000)
    return GameRecord(setup, "Room 7", "host-token", "screen-token", "source", 1_000)


def batch(game_id: str, *pids: str, at_ms: int = 2_000) -> Batch:
    events = [(at_ms, Joined(pid, name=f"Name {pid}")) for pid in pids]
    return Batch(game_id, encode_events(events), at_ms, seats=tuple((pid.encode(), pid) for pid in pids))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "classroom.sqlite3"


def test_what_was_written_is_there_after_reopening(path: Path):
    store = JournalStore(path)
    store.add_game(record())
    answered = Answered("p1", 0, "n", [1, "two", 3.5, None], 1_234.5, 60, 2)
    store.write([batch("g1", "p1"), Batch("g1", encode_events([(2_500, answered)]), 2_500, over=True)])
    store.keep_setting("port", "8421")
    store.close()
    store = JournalStore(path)
    (found,) = store.games()
    assert (found.setup, found.last_ms, found.over) == (record().setup, 2_500, True)
    assert store.events("g1") == [(2_000, Joined("p1", name="Name p1")), (2_500, answered)]
    assert store.seats("g1") == {b"p1": "p1"}
    assert (store.setting("port"), store.setting("other")) == ("8421", "")
    assert path.stat().st_mode & 0o777 == 0o600
    store.close()


def test_games_do_not_mix_and_one_can_be_forgotten(path: Path):
    store = JournalStore(path)
    store.add_game(record("g1"))
    store.add_game(record("g2"))
    store.write([batch("g1", "a"), batch("g2", "b")])
    store.remove_game("g1")
    assert [found.setup.game_id for found in store.games()] == ["g2"]
    assert store.events("g1") == []
    assert store.seats("g1") == {}
    assert len(store.events("g2")) == 1
    store.close()


def test_a_failed_transaction_leaves_nothing(path: Path):
    store = JournalStore(path)
    store.add_game(record())
    with pytest.raises(OverflowError):
        store.write([batch("g1", "a"), Batch("g1", b"", 2**70)])
    assert store.events("g1") == []
    store.write([batch("g1", "a")])
    assert len(store.events("g1")) == 1
    store.close()


def test_a_second_host_in_the_folder_is_refused(path: Path):
    store = JournalStore(path)
    with pytest.raises(AppError, match=r"host\.in_use"):
        JournalStore(path)
    store.close()
    JournalStore(path).close()


def test_a_newer_journal_is_left_alone(path: Path):
    JournalStore(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(AppError, match=r"host\.newer_journal"):
        JournalStore(path)
    assert path.read_bytes() == before


def test_a_changed_byte_in_one_game_is_noticed_and_the_other_goes_on(path: Path):
    store = JournalStore(path)
    for game_id in ("g1", "g2"):
        store.add_game(record(game_id))
        store.write([batch(game_id, f"{game_id}-player")])
    store.close()
    data = path.read_bytes()
    assert data.count(b"Name g1-player") == 1
    path.write_bytes(data.replace(b"Name g1-player", b"Name g1-plaXer"))
    store = JournalStore(path)
    with pytest.raises(AppError, match=r"host\.game_damaged"):
        store.events("g1")
    assert len(store.events("g2")) == 1
    store.close()


def test_a_broken_file_is_kept_aside_and_what_is_whole_taken_over(path: Path):
    store = JournalStore(path)
    for number in range(40):
        store.add_game(record(f"g{number:02}"))
        store.write([batch(f"g{number:02}", *(f"{number}-{index}" for index in range(60)))])
    store.close()
    data = bytearray(path.read_bytes())
    middle = data.index(b"Name 20-30")
    page = middle // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    store = JournalStore(path)
    assert store.recovered is not None
    assert (path.parent / store.recovered.kept_at).read_bytes() == data
    assert "g20" in store.recovered.lost
    whole = [found.setup.game_id for found in store.games()]
    assert len(whole) + len(store.recovered.lost) == 40
    assert len(whole) >= 30
    assert all(len(store.events(game_id)) == 60 for game_id in whole)
    store.close()


def test_what_is_no_journal_at_all_is_kept_aside_too(path: Path):
    path.write_bytes(b"this was never a database" * 1_000)
    store = JournalStore(path)
    assert store.recovered is not None
    assert store.recovered.lost == ()
    assert store.games() == []
    store.close()


def test_a_full_disk_has_its_own_word():
    full, other = sqlite3.OperationalError("full"), sqlite3.OperationalError("io")
    full.sqlite_errorcode, other.sqlite_errorcode = sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR
    assert (trouble_of(full), trouble_of(other)) == ("disk_full", "disk")


def test_a_setup_that_cannot_be_read_is_listed(path: Path):
    store = JournalStore(path)
    store.add_game(record("g1"))
    store.add_game(record("g2"))
    store._db.execute("UPDATE game SET setup_crc = setup_crc + 1 WHERE id = 'g1'")
    assert store.unreadable() == ["g1"]
    assert [found.setup.game_id for found in store.games()] == ["g2"]
    store.close()
