"""Quizzes in a real library: made, changed step by step, copied, deleted, brought back, with their media."""

import io
import zipfile

import msgspec
import pytest
from PIL import Image

from desktop.assembly import open_services
from desktop.quiz.exporting import Format
from desktop.quiz.service import KEPT_DELETED_MS, QuizService, QuizSort
from shared.errors import AppError
from shared.groups.records import GROUP
from shared.ids import QuizId, new_id
from shared.quiz.quiz import Choice, GameOptions, Media, Single, Slide
from shared.quiz.records import QUIZ
from tests.support.sample_quizzes import every_kind, question

replace = msgspec.structs.replace


@pytest.fixture
def quizzes(database, paths, clock):
    return QuizService(database, paths, clock)


def texts(quiz):
    return [one.text for one in quiz.questions]


def picture(path, size=(40, 30), colour="red", **options):
    Image.new("RGB", size, colour).save(path, **options)
    return path


async def test_a_quiz_keeps_every_kind(quizzes):
    quiz_id = await quizzes.create(
        "  Light \n and lenses ", every_kind(), language="en", description="For class 7"
    )
    quiz = await quizzes.quiz(quiz_id)
    assert (quiz.title, quiz.language, quiz.description) == ("Light and lenses", "en", "For class 7")
    assert [replace(one, id="") for one in quiz.questions] == [replace(one, id="") for one in every_kind()]
    with pytest.raises(AppError, match=r"quiz\.not_found"):
        await quizzes.quiz(QuizId(new_id()))
    with pytest.raises(AppError, match=r"quiz\.title_empty"):
        await quizzes.create("   ")


async def test_each_change_is_one_transaction_that_touches_only_what_differs(quizzes, changes):
    quiz_id = await quizzes.create("Light", [question(text, Slide()) for text in "abcd"])
    before = await quizzes.quiz(quiz_id)
    a, b, c, d = before.questions
    new = question("x", Slide())
    for after, touched in (
        (replace(before, questions=(a, b, replace(c, text="C"), d)), {c.id}),
        (replace(before, questions=(d, a, b, c)), {d.id}),
        (replace(before, questions=(a, new, b, c, d)), {new.id}),
        (replace(before, questions=(a, b, d)), {c.id}),
    ):
        changes.clear()
        await quizzes.change(before, after)
        assert await quizzes.quiz(quiz_id) == after
        assert [{str(one) for one in change.ids("question")} for change in changes] == [touched]
        await quizzes.change(after, before)
        assert await quizzes.quiz(quiz_id) == before
    await quizzes.change(before, replace(before, title="Lenses", description="d", language="es"))
    assert (await quizzes.quiz(quiz_id)).title == "Lenses"
    await quizzes.delete([quiz_id])
    with pytest.raises(AppError, match=r"quiz\.not_found"):
        await quizzes.change(before, replace(before, title="x"))


async def test_what_another_device_did_stays(quizzes):
    quiz_id = await quizzes.create("Light", [question(text, Slide()) for text in "ab"])
    known = await quizzes.quiz(quiz_id)
    await quizzes.add_questions(quiz_id, [question("theirs", Slide())])
    a, b = known.questions
    await quizzes.change(known, replace(known, questions=(b, replace(a, text="A"))))
    assert texts(await quizzes.quiz(quiz_id)) == ["b", "theirs", "A"]


async def test_delete_and_restore(quizzes):
    first, second = await quizzes.create("One"), await quizzes.create("Two")
    assert await quizzes.delete([first, QuizId(new_id())]) == [first]
    assert [one.id for one in await quizzes.quizzes()] == [second]
    await quizzes.restore([first])
    assert {one.id for one in await quizzes.quizzes()} == {first, second}


async def test_a_copy_is_on_its_own(quizzes):
    quiz_id = await quizzes.create("Light", every_kind())
    copy_id = await quizzes.duplicate(quiz_id, "Light (copy)")
    copy = await quizzes.quiz(copy_id)
    assert len(copy.questions) == 12
    assert not {one.id for one in copy.questions} & {
        one.id for one in (await quizzes.quiz(quiz_id)).questions
    }


async def test_list_search_and_order(quizzes, clock):
    one = await quizzes.create("Água viva", [question("What is a medusa?", Slide(), topic="Animals")])
    clock.advance(5000)
    two = await quizzes.create("100% of it")
    clock.advance(5000)
    await quizzes.rename(one, "Acqua")
    found = await quizzes.quizzes()
    assert [(view.id, view.questions, view.played_ms) for view in found] == [(one, 1, None), (two, 0, None)]
    assert found[0].changed_ms > found[0].created_ms
    assert [view.id for view in await quizzes.quizzes(sort=QuizSort.TITLE)] == [two, one]
    assert {view.id for view in await quizzes.quizzes(sort=QuizSort.PLAYED)} == {one, two}
    for words, wanted in (("medusa", [one]), ("animals", [one]), ("0%", [two]), ("_", []), ("acq", [one])):
        assert [view.id for view in await quizzes.quizzes(words)] == wanted, words


async def test_options_are_remembered(quizzes):
    quiz_id = await quizzes.create("Light")
    assert await quizzes.options(quiz_id) == GameOptions()
    await quizzes.set_options(quiz_id, GameOptions(preset="race"))
    assert (await quizzes.options(quiz_id)).preset == "race"
    with pytest.raises(AppError, match=r"quiz\.not_found"):
        await quizzes.options(QuizId(new_id()))


async def test_media_are_kept_exported_and_never_tidied_away(paths, clock, tmp_path):
    services = await open_services(paths, clock=clock)
    quizzes, cleanup = services.quizzes, services.media.cleanup
    media = await quizzes.add_media(picture(tmp_path / "lens.png"))
    body = Single((Choice("", media), Choice("b")), 0)
    quiz_id = await quizzes.create(
        "Light", [question("What is it?", body, media=replace(media, alt="A lens"))]
    )
    stored = quizzes.media_path(media)
    assert stored.read_bytes() == (tmp_path / "lens.png").read_bytes()
    data = await quizzes.quiz_file(quiz_id)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert f"media/{media.sha}" in archive.namelist()
    fresh = QuizService(services.database, paths, clock)
    assert await fresh.media_in_use() == {bytes.fromhex(media.sha)}
    await cleanup.sweep()
    assert stored.exists()
    await quizzes.delete([quiz_id])
    assert await fresh.media_in_use() == {bytes.fromhex(media.sha)}, "an undo must find it"
    clock.advance(KEPT_DELETED_MS + 1)
    assert await fresh.media_in_use() == set()
    await services.close()


async def test_media_of_deleted_quizzes_go_after_a_while(quizzes, database, paths, clock, tmp_path):
    media = await quizzes.add_media(picture(tmp_path / "lens.png"))
    quiz_id = await quizzes.create("Light", [question("What is it?", Slide(), media=media)])
    quiz = await quizzes.quiz(quiz_id)
    await quizzes.change(quiz, replace(quiz, questions=()))
    assert await quizzes.media_in_use() == {bytes.fromhex(media.sha)}
    clock.advance(KEPT_DELETED_MS + 1)
    assert await QuizService(database, paths, clock).media_in_use() == set()


async def test_unfit_and_missing_media(quizzes, tmp_path):
    for name, data, code in (
        ("a.png", b"no picture", "quiz.media_unsupported"),
        ("b.png", b"\x89PNG\r\n\x1a\n broken", "quiz.media_unreadable"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(AppError) as refused:
            await quizzes.add_media(path)
        assert refused.value.code == code
    assert quizzes.media_path(Media("00" * 32, "image/png")) is None
    assert quizzes.media_path(Media("zz", "image/png")) is None
    assert quizzes.media_path(Media("00" * 32, "text/html")) is None


async def test_files_go_out_and_come_in(quizzes, tmp_path):
    media = await quizzes.add_media(picture(tmp_path / "lens.png"))
    made = [replace(every_kind()[0], media=media), *every_kind()[1:]]
    quiz_id = await quizzes.create("Light", made, description="d")
    for format_ in Format:
        target = tmp_path / f"quiz.{format_}"
        await quizzes.export(quiz_id, target, format_)
        found = await quizzes.read_file(target)
        assert len(found.questions) == (7 if format_ is Format.GIFT else 12)
        copy = await quizzes.quiz(await quizzes.take(found, f"From {format_}"))
        assert copy.title == f"From {format_}"
        if format_ is Format.LANTERN:
            assert copy.description == "d"
            assert quizzes.media_path(copy.questions[0].media) is not None
    with pytest.raises(AppError):
        await quizzes.export(quiz_id, tmp_path / "no such folder" / "quiz.csv", Format.CSV)
    with pytest.raises(AppError, match=r"quiz\.not_found"):
        await quizzes.add_questions(QuizId(new_id()), made)


async def test_a_shared_quiz_takes_its_questions_along_and_back(quizzes, database):
    async def homes():
        async with database.reader() as reader:
            sql = "SELECT scope FROM quiz UNION SELECT scope FROM question"
            return {row[0] for row in await reader.execute_fetchall(sql)}

    own = f"user:{database.user_id}"
    quiz_id = await quizzes.create("Light", [question("a", Slide()), question("b", Slide())])
    with pytest.raises(AppError, match=r"sync\.scope_locked"):
        await quizzes.share(quiz_id, "group:g")
    await database.write(lambda tx: tx.execute("INSERT INTO sync_grant VALUES ('group:g', 7, ?)", [1 << 60]))
    assert await quizzes.share(quiz_id, "group:g") == own
    await quizzes.add_questions(quiz_id, [question("c", Slide())])
    assert await homes() == {"group:g"}
    assert await quizzes.share(quiz_id, None) == "group:g"
    assert await homes() == {own}
    await database.write(lambda tx: tx.move(QUIZ, quiz_id, "group:g"))
    await quizzes.mend_scopes()
    assert await homes() == {"group:g"}
    with pytest.raises(AppError, match=r"quiz\.not_found"):
        await quizzes.share(QuizId(new_id()), None)


async def test_a_shared_quiz_is_listed_with_the_name_of_its_group(quizzes, database):
    await quizzes.create("Own")
    shared, unknown = await quizzes.create("Shared"), await quizzes.create("Unknown")

    def share(tx):
        tx.execute("INSERT INTO sync_grant VALUES ('group:g', 7, ?), ('group:h', 7, ?)", [1 << 60, 1 << 60])
        tx.insert(GROUP, new_id(), scope="group:g", name="Physics", description="", created_ms=1)
        tx.move(QUIZ, shared, "group:g")
        tx.move(QUIZ, unknown, "group:h")

    await database.write(share)
    groups = {one.title: one.group for one in await quizzes.quizzes()}
    assert groups == {"Own": "", "Shared": "Physics", "Unknown": ""}


async def test_a_class_list_does_not_go_along_with_a_shared_quiz(quizzes, database):
    quiz_id = await quizzes.create("Sums")
    listed = GameOptions(preset="race", names="roster", roster=("Ana", "Ben"))
    plain = GameOptions(preset="race")
    await quizzes.set_options(quiz_id, listed)
    assert await quizzes.options(quiz_id) == listed
    await database.write(lambda tx: tx.execute("INSERT INTO sync_grant VALUES ('group:g', 7, ?)", [1 << 50]))
    await quizzes.share(quiz_id, "group:g")
    assert await quizzes.options(quiz_id) == plain
    await quizzes.set_options(quiz_id, listed)
    assert await quizzes.options(quiz_id) == plain


async def test_whoever_may_only_read_a_quiz_may_host_it(quizzes, database):
    quiz_id = await quizzes.create("Sums")
    await database.write(lambda tx: tx.execute("INSERT INTO sync_grant VALUES ('group:g', 7, ?)", [1 << 50]))
    await quizzes.share(quiz_id, "group:g")
    await database.write(lambda tx: tx.execute("UPDATE sync_grant SET access = 3"))
    await quizzes.set_options(quiz_id, GameOptions(preset="race"))
    assert await quizzes.options(quiz_id) == GameOptions()
