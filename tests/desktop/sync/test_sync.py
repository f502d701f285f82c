"""Random work through the real services on two computers, synced in random order, with lost answers and kills."""

import contextlib
import random
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest

from desktop.media import job_store, store, transcript_store
from desktop.media.messages import Probe
from desktop.media.segments import Segment
from desktop.media.service import MediaService
from desktop.media.views import ItemFilter
from desktop.models.service import ModelsService
from desktop.quiz.service import QuizService
from desktop.settings.service import DeviceSettings, SettingsService
from desktop.sync.decisions import Decisions
from desktop.sync.rounds import Rounds
from desktop.sync.service import decisions
from shared.errors import AppError
from shared.ids import ItemId, JobId, new_id
from shared.quiz.quiz import Question, TrueFalse
from shared.synced import SYNCED
from sync.scopes import FULL
from tests.support.clocks import ManualClock
from tests.support.synced_libraries import GROUP, MemoryServer, library

STEPS = 60
_HANGING = (
    ("item", "collection", "collection_id"), ("tag", "item", "item_id"), ("correction", "item", "item_id"),
    ("question", "quiz", "quiz_id"),
)  # fmt: skip


class KilledError(Exception):
    """The program ended here."""


class Person:
    """Somebody at one of the computers, doing what the window does."""

    def __init__(self, device, folder: Path, rng: random.Random, clock) -> None:
        self.device, self.rng, self.clock = device, rng, clock
        database = device.database
        paths = database.paths
        self.settings = SettingsService(DeviceSettings(folder / "device.json"), database, database.bus)
        models = ModelsService(paths.models_dir, database.bus)
        media = MediaService(database, models, self.settings, paths=paths, clock=clock, bus=database.bus)
        self.library, self.transcripts = media.library, media.transcripts
        self.quizzes = QuizService(database, paths, clock)
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return f"{id(self) % 1000} {self.count}"

    async def act(self) -> None:
        actions = [self.import_item, self.arrange, self.arrange, self.collect, self.share, self.quiz, self.ask,
                   self.correct, self.set, self.decide]  # fmt: skip
        # What makes no sense is refused kindly: a shared collection is not deleted, a settled conflict is settled.
        with contextlib.suppress(AppError):
            await self.rng.choice(actions)()

    async def import_item(self) -> None:
        sha = self.rng.randbytes(32)

        def write(tx):
            item_id = ItemId(new_id())
            default = store.ensure_default_collection(tx, "My library")
            store.put_media_file(tx, sha, 9, Probe("audio", ".wav", "wav", duration_ms=9), thumbnail=False)
            values = {
                "title": self.word(),
                "description": "",
                "kind": "audio",
                "media_sha": sha,
                "file_name": "a",
            }
            store.add_item(tx, item_id, {**values, "collection_id": default.bytes})
            job_store.add(tx, JobId(new_id()), item_id, sha, "")
            transcript_store.start(tx, sha, {"media_sha": sha, "engine": "e", "model": "m", "language": ""})
            transcript_store.add_segments(tx, sha, 0, [Segment("one", 0, 1), Segment("two", 1, 2)])
            job_store.put_target(tx, item_id, sha)
            job_store.show_target(tx, item_id)

        await self.device.database.write(write)

    async def items(self):
        return await self.library.items(ItemFilter())

    async def arrange(self) -> None:
        items = await self.items()
        if not items:
            return
        item = self.rng.choice(items)
        what = self.rng.randrange(5)
        if what == 0:
            await self.library.rename(item.id, self.word())
        elif what == 1:
            await self.library.describe(item.id, self.word())
        elif what == 2:
            await self.library.set_tags(item.id, self.rng.sample(["a", "b", "c"], self.rng.randrange(3)))
        elif what == 3:
            home = self.rng.choice(await self.library.collections())
            await self.library.move([item.id], home.id)
        elif await self.library.delete([item.id]) and self.rng.random() < 0.5:
            await self.library.restore([item.id])

    async def collect(self) -> None:
        others = [one for one in await self.library.collections() if not one.is_default]
        what = self.rng.randrange(3)
        if what == 0 or not others:
            await self.library.add_collection(self.word())
        elif what == 1:
            await self.library.rename_collection(self.rng.choice(others).id, self.word())
        else:
            await self.library.delete_collection(self.rng.choice(others).id)

    async def share(self) -> None:
        others = [one for one in await self.library.collections() if not one.is_default]
        if others:
            await self.library.share_collection(self.rng.choice(others).id, self.rng.choice([GROUP, None]))

    async def quiz(self) -> None:
        known = await self.quizzes.quizzes()
        if not known or self.rng.random() < 0.3:
            await self.quizzes.create(self.word(), [question(self.word()), question(self.word())])
        elif self.rng.random() < 0.3:
            await self.quizzes.share(self.rng.choice(known).id, self.rng.choice([GROUP, None]))
        elif self.rng.random() < 0.2:
            await self.quizzes.delete([self.rng.choice(known).id])
        else:
            await self.quizzes.rename(self.rng.choice(known).id, self.word())

    async def ask(self) -> None:
        known = await self.quizzes.quizzes()
        if not known:
            return
        before = await self.quizzes.quiz(self.rng.choice(known).id)
        questions = list(before.questions)
        if questions and self.rng.random() < 0.5:
            at = self.rng.randrange(len(questions))
            questions[at] = msgspec.structs.replace(questions[at], text=self.word())
        self.rng.shuffle(questions)
        if self.rng.random() < 0.4:
            questions.insert(0, msgspec.structs.replace(question(self.word()), id=str(new_id())))
        elif len(questions) > 1 and self.rng.random() < 0.3:
            questions.pop()
        await self.quizzes.change(before, msgspec.structs.replace(before, questions=tuple(questions)))

    async def correct(self) -> None:
        for item in await self.items():
            if await self.transcripts.segments(item.id):
                text = self.rng.choice([self.word(), None])
                await self.transcripts.correct_segment(item.id, self.rng.randrange(2), text)
                return

    async def set(self) -> None:
        await self.settings.set("search_results", self.rng.randrange(1, 9))

    async def decide(self) -> None:
        open_ = await self.device.database.maintain(lambda connection: Decisions(connection).conflicts())
        if open_:
            chosen, work = self.rng.choice(open_), self.rng.choice([decisions.restore, decisions.dismiss])
            await self.device.database.write(lambda tx: work(tx, chosen.id))

    async def sync(self) -> None:
        """Meet the server; the program may be killed between any two transactions, the answer may get lost."""
        fuse = self.rng.choice([1_000, 1_000, self.rng.randrange(1, 12)])
        write = self.device.database.write

        async def burning(work):
            nonlocal fuse
            fuse -= 1
            if fuse <= 0:
                raise KilledError
            return await write(work)

        self.device.database.write = burning
        exchange = self.device.desk.exchange

        async def lossy(body):
            answer = await exchange(body)
            if self.rng.random() < 0.2:
                raise AppError("network.unreachable")
            return answer

        self.device.desk.exchange = lossy
        try:
            await self.device.meet()
        except (KilledError, AppError):
            folder = self.device.database.paths.temporary_dir / "snapshot"
            self.device.rounds = Rounds(self.device.database, self.device.desk, self.clock, folder)
        finally:
            self.device.database.write = write
            self.device.desk.exchange = exchange


def question(text):
    return Question("", text, TrueFalse(correct=True))


async def everything(device):
    found = {}
    for record in SYNCED:
        names = ", ".join(["id", "scope", "hlc", "tags", "extra", "deleted", *record.field_names()])
        found[record.kind] = sorted(await device.rows(f"SELECT {names} FROM {record.table}"))
    found["others"] = sorted(await device.rows("SELECT kind, id, scope, deleted, tags, fields FROM sync_row"))
    return found


@pytest.mark.parametrize("seed", range(12))
async def test_two_computers_come_to_hold_the_same(tmp_path, seed):
    rng = random.Random(seed)
    clock = ManualClock(1_800_000_000_000)
    server = MemoryServer(clock, page_rows=rng.choice([5, 50, 5_000]))
    user = new_id()
    async with AsyncExitStack() as stack:
        people = []
        for name in ("a", "b"):
            skewed = ManualClock(1_800_000_000_000 + rng.choice([0, 0, 86_400_000, -86_400_000]))
            device = await stack.enter_async_context(
                library(tmp_path / name, server, user, clock=skewed, more={GROUP: FULL})
            )
            await device.grant()
            people.append(Person(device, tmp_path, rng, skewed))
        for _ in range(STEPS):
            person = rng.choice(people)
            clock.advance(rng.randrange(5_000))
            person.clock.advance(rng.randrange(5_000))
            if rng.random() < 0.25:
                await person.sync()
            else:
                await person.act()
        for _ in range(4):
            for person in people:
                await person.device.meet()
                await person.library.mend_scopes()
                await person.quizzes.mend_scopes()
        one, other = [await everything(person.device) for person in people]
        assert one == other
        for person in people:
            device = person.device
            assert await device.rounds.check() == []
            assert await device.rows("SELECT kind, reason FROM sync_refused") == []
            assert await device.rows("SELECT * FROM sync_outbox") == []
            assert await device.rows("SELECT * FROM sync_confirmed") == []
            assert await device.rows("PRAGMA integrity_check") == [("ok",)]
            # What hangs on something is at home where that is.
            for child, parent, reference in _HANGING:
                assert not await device.rows(
                    f"SELECT 1 FROM {child} c JOIN {parent} p ON p.id = c.{reference} WHERE c.scope <> p.scope"
                )
