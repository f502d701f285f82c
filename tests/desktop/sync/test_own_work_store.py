"""What a person made and shared comes home when the account goes; what others made does not."""

import uuid

from desktop.sync import adoption_store, own_work_store
from shared.ids import new_id
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG
from shared.quiz.records import QUESTION, QUIZ
from sync.journal import ScopeState
from sync.stamps import SCOPE, author_of, decode_stamps, encode_stamps
from tests.support.synced_libraries import GROUP

OTHER = author_of(uuid.uuid4())
TABLET = author_of(uuid.uuid4())


def start(tx):
    adoption_store.adopt(tx, new_id())
    tx.execute("INSERT INTO sync_grant VALUES (?, 7, ?)", [GROUP, 1 << 50])
    for scope in (GROUP, tx.home):
        tx.journal.set_scope(ScopeState(scope, 5, [], counted=True))


def collection(tx, title, author=None, scope=GROUP):
    id_ = new_id()
    tx.insert(COLLECTION, id_, scope=scope, title=title, created_ms=1)
    return by(tx, COLLECTION, id_, author)


def item(tx, title, holder, author=None, scope=GROUP):
    id_ = new_id()
    tx.insert(
        ITEM, id_, scope=scope, collection_id=holder.bytes, title=title, kind="audio", media_sha=bytes(32),
        file_name="a", created_ms=1,
    )  # fmt: skip
    return by(tx, ITEM, id_, author)


def quiz(tx, title, author=None):
    id_ = new_id()
    tx.insert(QUIZ, id_, scope=GROUP, title=title, description="", language="en", options="", created_ms=1)
    return by(tx, QUIZ, id_, author)


def question(tx, text, holder, author=None):
    id_ = new_id()
    tx.insert(
        QUESTION,
        id_,
        scope=GROUP,
        quiz_id=holder.bytes,
        position="a",
        text=text,
        body_json="{}",
        timing_json="{}",
    )
    return by(tx, QUESTION, id_, author)


def by(tx, record, id_, author):
    """Make a row as if a device had made it and the server had it."""
    if author is not None:
        ((tags,),) = tx.execute(f"SELECT tags FROM {record.table} WHERE id = ?", [id_.bytes])
        stamps = {name: (clock, author, no) for name, (clock, _, no) in decode_stamps(tags).items()}
        with tx.journal.applying():
            tx.execute(f"UPDATE {record.table} SET tags = ? WHERE id = ?", [encode_stamps(stamps), id_.bytes])
    for table in ("sync_outbox", "sync_confirmed"):
        tx.execute(f"DELETE FROM {table} WHERE id = ?", [id_.bytes])
    return id_


def names(tx, table, column="title"):
    return sorted(row[0] for row in tx.execute(f"SELECT {column} FROM {table} WHERE scope = ?", [tx.home]))


def nothing_elsewhere(tx):
    for table in ("collection", "item", "tag", "correction", "quiz", "question"):
        assert {row[0] for row in tx.execute(f"SELECT scope FROM {table}")} <= {tx.home}


async def test_what_a_person_shared_stays_whole_and_what_others_made_goes(database):
    def write(tx):
        start(tx)
        own, others = collection(tx, "mine"), collection(tx, "theirs", OTHER)
        kept = item(tx, "a", own)
        added = item(tx, "added by a colleague", own, OTHER)
        item(tx, "not mine", others, OTHER)
        for at in (kept, added):
            tx.insert(TAG, new_id(), scope=GROUP, item_id=at.bytes, label="optics")
        tx.insert(
            CORRECTION, new_id(), scope=GROUP, item_id=kept.bytes, transcript_key=b"k", segment_idx=0, text="light"
        )  # fmt: skip
        first, second = quiz(tx, "my quiz"), quiz(tx, "their quiz", OTHER)
        question(tx, "mine?", first)
        question(tx, "added?", first, OTHER)
        question(tx, "theirs?", second, OTHER)
        adoption_store.release(tx)

    await database.write(write)

    def check(tx):
        assert names(tx, "collection") == ["mine"]
        assert names(tx, "item") == ["a", "added by a colleague"]
        assert names(tx, "tag", "label") == ["optics", "optics"]
        assert names(tx, "correction", "text") == ["light"]
        assert names(tx, "quiz") == ["my quiz"]
        assert names(tx, "question", "text") == ["added?", "mine?"]
        nothing_elsewhere(tx)
        queued = tx.execute("SELECT count(*) FROM sync_outbox WHERE base IS NULL").fetchone()[0]
        assert queued == 1 + 2 + 2 + 1 + 1 + 2
        assert tx.execute("SELECT count(*) FROM sync_refused").fetchone()[0] == 0

    await database.write(check)


async def test_what_was_put_into_anothers_collection_stays_in_one_of_the_same_name(database):
    def write(tx):
        start(tx)
        others = collection(tx, "theirs", OTHER)
        item(tx, "not mine", others, OTHER)
        item(tx, "mine", others)
        adoption_store.release(tx)

    await database.write(write)

    def check(tx):
        assert names(tx, "collection") == ["theirs"]
        assert names(tx, "item") == ["mine"]
        nothing_elsewhere(tx)

    await database.write(check)


async def test_work_of_the_persons_other_devices_is_known_by_what_never_left_home(database):
    def write(tx):
        start(tx)
        collection(tx, "private", TABLET, tx.home)
        own = collection(tx, "made on the tablet", TABLET)
        assert own_work_store.own_authors(tx) == {TABLET, author_of(tx.journal.device())}
        taken = collection(tx, "taken over", OTHER)
        tx.move(COLLECTION, taken, tx.home)
        assert OTHER not in own_work_store.own_authors(tx)
        adoption_store.release(tx)
        # What came home of others does not make the others one's own.
        assert OTHER not in own_work_store.own_authors(tx)
        assert tx.scope_of(COLLECTION, own) != GROUP

    await database.write(write)
    await database.write(lambda tx: check_titles(tx, ["made on the tablet", "private", "taken over"]))


def check_titles(tx, titles):
    assert names(tx, "collection") == titles
    nothing_elsewhere(tx)


async def test_a_share_that_was_not_sent_is_undone(database):
    def write(tx):
        start(tx)
        here = collection(tx, "mine", OTHER, tx.home)
        tx.move(COLLECTION, here, GROUP)
        adoption_store.release(tx)

    await database.write(write)
    await database.write(lambda tx: check_titles(tx, ["mine"]))


async def test_the_move_home_is_stamped(database):
    def write(tx):
        start(tx)
        own = collection(tx, "mine")
        own_work_store.bring_home(tx)
        assert not tx.execute("SELECT 1 FROM collection WHERE id = ?", [own.bytes]).fetchall()
        ((tags, scope),) = tx.execute("SELECT tags, scope FROM collection")
        assert scope == tx.home
        assert decode_stamps(tags)[SCOPE][1] == author_of(tx.journal.device())

    await database.write(write)
