"""Turns stored rows into what is shown, and a chat's past into what a model is told of it. Pure."""

import itertools
import uuid
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from desktop.ai.service import Turn
from desktop.chat.answers import ChatView, Citation, Doubt, MessageView, Problem
from desktop.chat.citations import without_marks
from desktop.chat.material import EVERYTHING, Scope
from shared.ids import ChatId, MessageId

HISTORY_MESSAGES, HISTORY_CHARS = 6, 1500


class Row(Protocol):
    """A row of the library, by column name."""

    def __getitem__(self, name: str, /) -> Any: ...


def chat_view(row: Row) -> ChatView:
    """Read one row of `store.chats`."""
    return ChatView(
        ChatId(uuid.UUID(bytes=row["id"])),
        row["title"],
        scope_of(row["material"]),
        row["created_ms"],
        row["updated_ms"],
        row["messages"],
    )


def message_view(row: Row) -> MessageView:
    """Read one row of `store.messages`; parts that a newer version wrote differently are left out."""
    return MessageView(
        id=MessageId(uuid.UUID(bytes=row["id"])),
        chat_id=ChatId(uuid.UUID(bytes=row["chat_id"])),
        role=row["role"],
        text=row["text"],
        created_ms=row["created_ms"],
        state=row["state"],
        mode=row["mode"],
        engine=row["engine"],
        citations=_read(row["citations"], tuple[Citation, ...], ()),
        doubts=_read(row["doubts"], tuple[Doubt, ...], ()),
        problem=_read(row["problem"], Problem, None),
        follow_ups=_read(row["follow_ups"], tuple[str, ...], ()),
        rating=row["rating"],
    )


def material_of(scope: Scope) -> str:
    """A scope as it is stored."""
    return msgspec.json.encode(scope).decode()


def scope_of(material: str) -> Scope:
    """Read a stored scope; what cannot be read is everything."""
    return _read(material, Scope, EVERYTHING)


def as_json(value: Any) -> str:
    """A value as it is stored with a message."""
    return msgspec.json.encode(value).decode()


def turns_of(messages: Sequence[MessageView]) -> tuple[Turn, ...]:
    """What a model is told of a conversation: its last exchanges, shortened, without citation marks.

    A question that got no answer is left out: turns take turns.
    """
    turns: list[Turn] = []
    for question, answer in itertools.pairwise(messages):
        if (
            question.role == "user"
            and answer.role == "assistant"
            and answer.text
            and answer.mode != "nothing_relevant"
        ):
            turns += [
                Turn("user", _short(question.text)),
                Turn("assistant", _short(without_marks(answer.text))),
            ]
    return tuple(turns[-HISTORY_MESSAGES:])


def last_question(messages: Sequence[MessageView]) -> str | None:
    """The question before this one."""
    return next((one.text for one in reversed(messages) if one.role == "user"), None)


def _short(text: str) -> str:
    return text if len(text) <= HISTORY_CHARS else text[:HISTORY_CHARS].rsplit(" ", 1)[0] + " …"


def _read(text: str | None, kind: Any, otherwise: Any) -> Any:
    if text is None:
        return otherwise
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError:
        return otherwise
