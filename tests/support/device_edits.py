"""What a person does on a desktop, at random but by a seed, through the services as the pages do."""

import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from desktop.assembly import Services
from shared.errors import AppError
from shared.quiz.quiz import Choice, Question, Single
from tests.support.device_facts import mark

_WEIGHTS = {
    "setting": 1, "collection": 2, "rename_collection": 2, "fate_of_collection": 1, "import": 1, "rename": 5,
    "describe": 4, "tag": 3, "move": 2, "fate_of_item": 2, "view": 2, "correct": 3, "chat": 2, "rename_chat": 2,
    "fate_of_chat": 1, "ask": 1, "quiz": 2, "rename_quiz": 2, "question": 3, "reword": 5, "fate_of_quiz": 1,
    "share_collection": 1, "share_quiz": 1, "conflict": 2,
}  # fmt: skip


def picture(folder: Path, name: str, seed: int) -> Path:
    """Write a picture that only this seed has."""
    path = folder / f"{name}-{seed}.png"
    Image.frombytes("RGB", (40, 40), random.Random(seed).randbytes(4_800)).save(path)
    return path


@dataclass
class Person:
    """Edits on open services; `rng` decides all of it."""

    services: Services
    rng: random.Random
    may_import: bool = True
    may_share: bool = True

    async def edit(self) -> str:
        """One random edit; returns what it was, with the code of what stood against it."""
        names = list(_WEIGHTS)
        action = self.rng.choices(names, [_WEIGHTS[name] for name in names])[0]
        do: Callable[[], Awaitable[None]] = getattr(self, f"_{action}")
        try:
            await do()
        except AppError as error:
            return f"{action}: {error.code}"
        return action

    def words(self, beginning: str) -> str:
        """Words nobody wrote before."""
        return f"{beginning} {mark(self.rng)}"

    async def _ids(self, sql: str) -> list[uuid.UUID]:
        async with self.services.database.reader() as reader:
            return [uuid.UUID(bytes=row[0]) for row in await reader.execute_fetchall(sql)]

    async def _one(self, table: str, condition: str = "deleted = 0") -> Any:
        found = await self._ids(f"SELECT id FROM {table} WHERE {condition} ORDER BY id")
        return self.rng.choice(found) if found else None

    async def _group(self) -> str | None:
        groups = sorted(group.scope for group in await self.services.groups.shareable())
        return self.rng.choice([*groups, *groups, None]) if groups and self.may_share else None

    # Settings

    async def _setting(self) -> None:
        await self.services.settings.set("search_results", value=self.rng.randrange(1, 20))

    # Library

    async def _collection(self) -> None:
        await self.services.media.library.add_collection(self.words("Collection"))

    async def _rename_collection(self) -> None:
        if one := await self._one("collection"):
            await self.services.media.library.rename_collection(one, self.words("Called"))

    async def _fate_of_collection(self) -> None:
        library = self.services.media.library
        if self.rng.random() < 0.5 and (gone := await self._one("collection", "deleted = 1")):
            await library.restore_collection(gone, [])
        elif one := await self._one("collection"):
            await library.delete_collection(one)

    async def _import(self) -> None:
        if not self.may_import:
            await self._collection()
            return
        folder: Path = self.services.paths.root / "to-import"
        folder.mkdir(exist_ok=True)
        path = folder / f"Notes {mark(self.rng)}.txt"
        lines = [self.words(f"Light bends in glass, line {number}.") for number in range(4)]
        path.write_text("\n\n".join(lines))
        home = await self._one("collection")
        await self.services.media.import_paths([path], home)

    async def _rename(self) -> None:
        if one := await self._one("item"):
            await self.services.media.library.rename(one, self.words("Lecture"))

    async def _describe(self) -> None:
        if one := await self._one("item"):
            await self.services.media.library.describe(one, self.words("About"))

    async def _tag(self) -> None:
        if one := await self._one("item"):
            before = list((await self.services.media.item(one)).tags)
            kept = before[1:] if before and self.rng.random() < 0.3 else before
            await self.services.media.library.set_tags(one, [*kept, self.words("tag")])

    async def _move(self) -> None:
        item, home = await self._one("item"), await self._one("collection")
        if item and home:
            await self.services.media.library.move([item], home)

    async def _fate_of_item(self) -> None:
        library = self.services.media.library
        if self.rng.random() < 0.5 and (gone := await self._one("item", "deleted = 1")):
            await library.restore([gone])
        elif one := await self._one("item"):
            await library.delete([one])

    async def _view(self) -> None:
        if one := await self._one("item"):
            await self.services.media.library.opened(one)

    async def _correct(self) -> None:
        one = await self._one("item")
        lines = await self.services.media.transcripts.segments(one) if one else []
        if lines:
            line = self.rng.choice(lines)
            await self.services.media.transcripts.correct_segment(one, line.idx, self.words("Rather"))

    # Chats

    async def _chat(self) -> None:
        await self.services.chat.create(self.words("Chat"))

    async def _rename_chat(self) -> None:
        if one := await self._one("chat"):
            await self.services.chat.rename(one, self.words("Talk"))

    async def _fate_of_chat(self) -> None:
        if self.rng.random() < 0.5 and (gone := await self._one("chat", "deleted = 1")):
            await self.services.chat.restore(gone)
        elif one := await self._one("chat"):
            await self.services.chat.delete(one)

    async def _ask(self) -> None:
        chat = await self._one("chat")
        async for _ in self.services.chat.ask(chat, self.words("What bends light?"), offline=True):
            pass

    # Quizzes

    def made_question(self) -> Question:
        """A question nobody asked before."""
        choices = (Choice(self.words("yes")), Choice("no"))
        return Question(str(uuid.uuid4()), self.words("What is it?"), Single(choices, 0))

    async def _quiz(self) -> None:
        questions = [self.made_question() for _ in range(self.rng.randrange(3))]
        await self.services.quizzes.create(self.words("Quiz"), questions)

    async def _rename_quiz(self) -> None:
        if one := await self._one("quiz"):
            await self.services.quizzes.rename(one, self.words("Test"))

    async def _question(self) -> None:
        if one := await self._one("quiz"):
            await self.services.quizzes.add_questions(one, [self.made_question()])

    async def _reword(self) -> None:
        one = await self._one("quiz")
        before = await self.services.quizzes.quiz(one) if one else None
        if before is None or not before.questions:
            await self._question()
            return
        at = self.rng.randrange(len(before.questions))
        questions = list(before.questions)
        field = self.rng.choice(["text", "explanation", "topic", "remove"])
        if field == "remove":
            del questions[at]
        else:
            changed: dict[str, Any] = {field: self.words("Put otherwise")}
            questions[at] = msgspec.structs.replace(questions[at], **changed)
        after = msgspec.structs.replace(before, questions=tuple(questions))
        await self.services.quizzes.change(before, after)

    async def _fate_of_quiz(self) -> None:
        if self.rng.random() < 0.5 and (gone := await self._one("quiz", "deleted = 1")):
            await self.services.quizzes.restore([gone])
        elif one := await self._one("quiz"):
            await self.services.quizzes.delete([one])

    # Sharing and deciding

    async def _share_collection(self) -> None:
        if self.may_share and (one := await self._one("collection")):
            await self.services.media.share_collection(one, await self._group())

    async def _share_quiz(self) -> None:
        if self.may_share and (one := await self._one("quiz")):
            await self.services.quizzes.share(one, await self._group())

    async def _conflict(self) -> None:
        open_ones = await self.services.sync.conflicts()
        if not open_ones:
            await self._rename()
            return
        one = self.rng.choice(open_ones)
        if self.rng.random() < 0.5:
            await self.services.sync.restore(one.id)
        else:
            await self.services.sync.dismiss(one.id)
