"""Pictures of quizzes on their way to another computer."""

import msgspec
import pytest

from desktop.quiz.service import QuizService
from desktop.quiz.sync_files import QuizFiles
from desktop.storage.content import ContentStore
from shared.content.files import Urgency
from shared.content.messages import MEDIA_TYPES
from shared.ids import QuizId, new_id
from shared.quiz.media_kinds import MEDIA_KINDS
from shared.quiz.records import QUESTION, QUIZ
from tests.support.content_server import sha

PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@pytest.fixture
def content(paths):
    return ContentStore(paths.media_dir, paths.temporary_dir)


async def put(database, media, body=None, scope=None):
    def write(tx):
        quiz = QuizId(new_id())
        tx.insert(QUIZ, quiz, scope=scope, title="t", created_ms=1)
        texts = {
            "media_json": msgspec.json.encode(media).decode(),
            "body_json": msgspec.json.encode(body or {}).decode(),
        }
        tx.insert(
            QUESTION,
            new_id(),
            scope=scope,
            quiz_id=quiz.bytes,
            position="a",
            text="?",
            timing_json="{}",
            **texts,
        )

    await database.write(write)


async def test_pictures_of_questions_and_choices_are_named_once(database, content):
    one, two = sha(PICTURE), sha(b"other")
    await put(
        database,
        {"sha": one, "mime": "image/png"},
        {"choices": [{"media": {"sha": two, "mime": "audio/mpeg"}}]},
    )
    await put(database, {"sha": one, "mime": "image/png"})
    files = await QuizFiles(database, content).files()
    assert sorted((file.sha256.hex(), file.media_type, file.here) for file in files) == sorted(
        [(one, "image/png", False), (two, "audio/mpeg", False)]
    )
    assert all(file.send and file.fetch and file.urgency is Urgency.DUE for file in files)


async def test_what_comes_is_where_quizzes_look_for_it(database, paths, clock, content):
    await put(database, {"sha": sha(PICTURE), "mime": "image/png"})
    service = QuizService(database, paths, clock)
    (file,) = await service.files.files()
    assert await service.files.source(file) is None
    part = paths.temporary_dir / "x.part"
    part.write_bytes(PICTURE)
    await service.files.received(file, part)
    (file,) = await service.files.files()
    assert file.here
    assert (await service.files.source(file)).read_bytes() == PICTURE


async def test_nonsense_in_a_question_names_nothing(database, content):
    for media in (
        {"sha": "../../x", "mime": "image/png"},
        {"sha": "a" * 64, "mime": "text/html"},
        {"sha": 5},
        ["sha"],
    ):
        await put(database, media)
    await database.write(lambda tx: tx.execute("UPDATE question SET body_json = '{\"sha\": '"))
    assert await QuizFiles(database, content).files() == []


def test_the_server_takes_every_kind():
    assert set(MEDIA_KINDS) <= MEDIA_TYPES
