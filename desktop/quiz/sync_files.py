"""Pictures, sounds and films of quizzes, for the transfers: small, and a quiz is nothing without them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.quiz import store
from desktop.quiz.attachments import suffix_of
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from shared.content.files import ContentFile, Urgency
from shared.quiz.media_kinds import MEDIA_KINDS, is_sha
from shared.quiz.quiz import Media


class QuizFiles:
    """Everything that living questions show. It always travels, whatever was chosen for recordings."""

    def __init__(self, database: Database, content: ContentStore) -> None:
        self._database = database
        self._content = content

    async def files(self) -> Sequence[ContentFile]:
        async with self._database.reader() as reader:
            rows = await store.media_of_questions(reader)
        return await asyncio.to_thread(lambda: self._files(rows))

    def _files(self, rows: list[tuple[str, list[str]]]) -> list[ContentFile]:
        found: dict[tuple[str, str], ContentFile] = {}
        for scope, texts in rows:
            for media in _media_in(texts):
                found[scope, media.sha] = ContentFile(
                    sha256=bytes.fromhex(media.sha),
                    scope=scope,
                    media_type=media.mime,
                    size_bytes=0,
                    here=self._path(bytes.fromhex(media.sha), media.mime).exists(),
                    send=True,
                    fetch=True,
                    urgency=Urgency.DUE,
                )
        return list(found.values())

    async def source(self, file: ContentFile) -> Path | None:
        path = self._path(file.sha256, file.media_type)
        return path if await asyncio.to_thread(path.exists) else None

    async def received(self, file: ContentFile, part: Path) -> None:
        await self._content.take_in(part, file.sha256, suffix_of(file.media_type))
        await self._database.write(lambda tx: tx.changed("question"))

    def _path(self, sha256: bytes, mime: str) -> Path:
        return self._content.path_of(sha256, suffix_of(mime))


def _media_in(texts: list[str]) -> list[Media]:
    """Every medium in the JSON of a question, at whatever depth: bodies carry pictures of their choices."""
    found: list[Media] = []
    for text in texts:
        try:
            left: list[object] = [msgspec.json.decode(text)]
        except msgspec.DecodeError:
            continue
        while left:
            value = left.pop()
            if isinstance(value, list):
                left += value
            elif isinstance(value, dict):
                left += value.values()
                sha, mime = value.get("sha"), value.get("mime")
                if isinstance(sha, str) and is_sha(sha) and mime in MEDIA_KINDS:
                    found.append(Media(sha, str(mime)))
    return found
