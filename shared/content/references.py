"""Which files a synced row refers to: what is kept while the row lives. Pure."""

from collections.abc import Mapping

from shared.chat.records import CHAT, MESSAGE
from shared.content.messages import hashes_in
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, TRANSCRIPT, VIEW
from shared.quiz.records import ATTEMPT, GAME, GAME_ANSWER, GAME_PLAYER, QUESTION, QUIZ
from shared.records import Record
from shared.settings.records import SETTING

_KNOWN: tuple[Record, ...] = (
    ATTEMPT,
    CHAT,
    COLLECTION,
    CORRECTION,
    GAME,
    GAME_ANSWER,
    GAME_PLAYER,
    ITEM,
    MESSAGE,
    QUESTION,
    QUIZ,
    SETTING,
    TAG,
    TRANSCRIPT,
    VIEW,
)
CONTENT_FIELDS: Mapping[str, frozenset[str]] = {
    record.kind: frozenset(field.name for field in record.fields if field.content) for record in _KNOWN
}
"""Fields that name content, by kind. A kind that is not here belongs to a newer version: any field of it may."""


def may_refer(kind: str) -> bool:
    """Whether rows of a kind can name content at all."""
    return kind not in CONTENT_FIELDS or bool(CONTENT_FIELDS[kind])


def references(kind: str, fields: Mapping[str, object]) -> frozenset[bytes]:
    """Hashes that a row names in its decoded fields. What this version does not know counts, to be safe."""
    names = CONTENT_FIELDS.get(kind)
    values = fields.values() if names is None else (fields[name] for name in names if name in fields)
    return frozenset(hash_ for value in values for hash_ in hashes_in(value))
