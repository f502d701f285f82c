"""Words about sync: states, what waits, kinds of things, why an edit was not taken. Decides no layout."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.sync.views import Conflict, MediaProgress, SyncState, SyncStatus
from desktop.widgets.formats import format_bytes, format_date_time
from shared.records import DELETED

_MINUTE_MS, _HOUR_MS, _DAY_MS = 60_000, 3_600_000, 86_400_000


@dataclass(frozen=True)
class StatusWords:
    """An icon with its colour role, the short form for the strip, and a sentence for the panel."""

    icon_name: str
    role: str
    short: str
    sentence: str


def status_words(status: SyncStatus, now_ms: int, *, signed_in: bool, ended: bool) -> StatusWords:
    """How sync stands, in words."""
    if not signed_in:
        return _without_account(ended=ended)
    if status.state is SyncState.IDLE:
        return _idle(status, now_ms)
    suspended = status.problem is not None and status.problem.code == "accounts.suspended"
    icon_name, role, short, sentence = _suspended() if suspended else _busy_or_held(status.state)
    waiting = waiting_text(status.pending)
    if waiting and (suspended or status.state in {SyncState.OFFLINE, SyncState.PAUSED}):
        short = f"{short} · {waiting}"
    return StatusWords(icon_name, role, short, sentence)


def _busy_or_held(state: SyncState) -> tuple[str, str, str, str]:
    if state is SyncState.SYNCING:
        sentence = QCoreApplication.translate("Sync", "Syncing with your server.")
        return "cloud-sync-outline", "info", QCoreApplication.translate("Sync", "Syncing…"), sentence
    if state is SyncState.PROBLEM:
        sentence = QCoreApplication.translate("Sync", "Sync is held up.")
        return "cloud-alert-outline", "danger", QCoreApplication.translate("Sync", "Sync needs you"), sentence
    if state is SyncState.PAUSED:
        sentence = QCoreApplication.translate("Sync", "You paused sync. Changes wait on this computer.")
        return "pause-circle-outline", "warning", QCoreApplication.translate("Sync", "Sync paused"), sentence
    if state is SyncState.OFFLINE:
        sentence = QCoreApplication.translate(
            "Sync", "Your server is out of reach. You can go on working; it is sent by itself later."
        )
        return "cloud-off-outline", "muted", QCoreApplication.translate("Sync", "Offline"), sentence
    sentence = QCoreApplication.translate("Sync", "The first sync is about to begin.")
    return "cloud-outline", "muted", QCoreApplication.translate("Sync", "Not synced yet"), sentence


def _suspended() -> tuple[str, str, str, str]:
    sentence = QCoreApplication.translate(
        "Sync",
        "Your account is suspended. Everything stays on this computer, and changes wait until it is back.",
    )
    return (
        "pause-circle-outline",
        "warning",
        QCoreApplication.translate("Sync", "Account suspended"),
        sentence,
    )


def _idle(status: SyncStatus, now_ms: int) -> StatusWords:
    if status.last_sync_ms is None:
        return StatusWords(*_busy_or_held(SyncState.OFF))
    if waiting := waiting_text(status.pending):
        sentence = QCoreApplication.translate("Sync", "Changes are about to be sent.")
        return StatusWords("cloud-upload-outline", "ok", waiting, sentence)
    short = QCoreApplication.translate("Sync", "Synced {when}").format(
        when=ago_text(now_ms, status.last_sync_ms)
    )
    return StatusWords(
        "cloud-check-outline", "ok", short, QCoreApplication.translate("Sync", "Everything is synced.")
    )


def waiting_text(pending: int) -> str:
    """How much is not sent; empty for nothing."""
    return QCoreApplication.translate("Sync", "%n change(s) to send", "", pending) if pending else ""


def detail_text(status: SyncStatus, now_ms: int) -> str:
    """When the last sync was and what waits, in one line."""
    parts: list[str] = []
    if status.last_sync_ms is not None:
        parts.append(
            QCoreApplication.translate("Sync", "Last synced {when}").format(
                when=ago_text(now_ms, status.last_sync_ms)
            )
        )
    if waiting := waiting_text(status.pending):
        parts.append(waiting)
    return " · ".join(parts)


def media_text(media: MediaProgress) -> str:
    """Which files are on their way; empty for none."""
    parts: list[str] = []
    if media.uploads:
        parts.append(QCoreApplication.translate("Sync", "%n file(s) to send", "", media.uploads))
    if media.downloads:
        parts.append(QCoreApplication.translate("Sync", "%n file(s) to fetch", "", media.downloads))
    if parts and media.left_bytes:
        parts.append(
            QCoreApplication.translate("Sync", "{size} left").format(size=format_bytes(media.left_bytes))
        )
    return " · ".join(parts)


def ago_text(now_ms: int, then_ms: int) -> str:
    """How long ago, as people say it; the date when it is longer than a day."""
    passed = now_ms - then_ms
    if passed < _MINUTE_MS:
        return QCoreApplication.translate("Sync", "just now")
    if passed < _HOUR_MS:
        return QCoreApplication.translate("Sync", "%n min ago", "", passed // _MINUTE_MS)
    if passed < _DAY_MS:
        return QCoreApplication.translate("Sync", "%n h ago", "", passed // _HOUR_MS)
    return format_date_time(then_ms)


def kind_text(kind: str) -> str:
    """What sort of thing it is; a kind of a newer version goes by its own name."""
    words = {
        "attempt": QCoreApplication.translate("SyncKind", "Quiz result"),
        "chat": QCoreApplication.translate("SyncKind", "Chat"),
        "collection": QCoreApplication.translate("SyncKind", "Collection"),
        "correction": QCoreApplication.translate("SyncKind", "Transcript"),
        "game": QCoreApplication.translate("SyncKind", "Live quiz"),
        "game_answer": QCoreApplication.translate("SyncKind", "Answer in a quiz"),
        "game_player": QCoreApplication.translate("SyncKind", "Player in a quiz"),
        "group": QCoreApplication.translate("SyncKind", "Group"),
        "item": QCoreApplication.translate("SyncKind", "Recording or document"),
        "message": QCoreApplication.translate("SyncKind", "Message"),
        "profile": QCoreApplication.translate("SyncKind", "Your profile"),
        "question": QCoreApplication.translate("SyncKind", "Question"),
        "quiz": QCoreApplication.translate("SyncKind", "Quiz"),
        "setting": QCoreApplication.translate("SyncKind", "Setting"),
        "tag": QCoreApplication.translate("SyncKind", "Tag"),
        "transcript": QCoreApplication.translate("SyncKind", "Transcript"),
    }
    return words.get(kind, kind)


def field_text(field: str) -> str:
    """Which part of it; a field that has no words for people goes by its own name."""
    words = {
        "body_json": QCoreApplication.translate("SyncField", "Answers"),
        "collection_id": QCoreApplication.translate("SyncField", "Collection"),
        "deleted": QCoreApplication.translate("SyncField", "Removed or kept"),
        "description": QCoreApplication.translate("SyncField", "Description"),
        "explanation": QCoreApplication.translate("SyncField", "Explanation"),
        "label": QCoreApplication.translate("SyncField", "Name"),
        "language": QCoreApplication.translate("SyncField", "Language"),
        "media_json": QCoreApplication.translate("SyncField", "Picture or sound"),
        "name": QCoreApplication.translate("SyncField", "Name"),
        "options": QCoreApplication.translate("SyncField", "Options"),
        "position": QCoreApplication.translate("SyncField", "Place in the list"),
        "scope": QCoreApplication.translate("SyncField", "Who it is shared with"),
        "source_json": QCoreApplication.translate("SyncField", "Source"),
        "speaker": QCoreApplication.translate("SyncField", "Speaker"),
        "text": QCoreApplication.translate("SyncField", "Text"),
        "timing_json": QCoreApplication.translate("SyncField", "Time and points"),
        "title": QCoreApplication.translate("SyncField", "Title"),
        "topic": QCoreApplication.translate("SyncField", "Topic"),
        "value": QCoreApplication.translate("SyncField", "Value"),
    }
    return words.get(field, field)


def reason_text(reason: str) -> str:
    """Why the server did not take an edit."""
    words = {
        "constant": QCoreApplication.translate("SyncReason", "This part is fixed once it is made."),
        "erased": QCoreApplication.translate("SyncReason", "It was erased for good."),
        "event_exists": QCoreApplication.translate(
            "SyncReason", "The server has another version, and this kind never changes."
        ),
        "full": QCoreApplication.translate(
            "SyncReason", "The server has no room for more things there. Ask whoever runs it."
        ),
        "malformed": QCoreApplication.translate("SyncReason", "The server could not read it."),
        "missing": QCoreApplication.translate("SyncReason", "The server does not have what it changes."),
        "not_granted": QCoreApplication.translate("SyncReason", "You may see it there, but not change it."),
        "not_yours": QCoreApplication.translate(
            "SyncReason",
            "Somebody else shared it: only they, the owner or a manager may remove it or take it away.",
        ),
        "reserved": QCoreApplication.translate("SyncReason", "Only the server writes this."),
        "revoked": QCoreApplication.translate("SyncReason", "You no longer have access to where it belongs."),
        "stays": QCoreApplication.translate("SyncReason", "It is part of something that stays where it is."),
        "too_large": QCoreApplication.translate("SyncReason", "It is too large to sync."),
        "wrong_id": QCoreApplication.translate("SyncReason", "It belongs to another person's account."),
        "wrong_scope": QCoreApplication.translate("SyncReason", "Things of this kind can not be kept there."),
    }
    return words.get(reason) or QCoreApplication.translate("SyncReason", "The server could not take it.")


def decided_text(conflict: Conflict, *, use: bool) -> str:
    """What became of a thing that was changed in two places, once its version that lost is used, or not."""
    if conflict.field == DELETED and use:
        words = QCoreApplication.translate("Sync", "Deleted: {title}.")
    elif use and conflict.gone:
        words = QCoreApplication.translate("Sync", "Brought back with the other version: {title}.")
    elif use:
        words = QCoreApplication.translate("Sync", "The other version takes its place.")
    elif conflict.gone:
        words = QCoreApplication.translate("Sync", "Stays deleted: {title}.")
    elif conflict.field == DELETED:
        words = QCoreApplication.translate("Sync", "Kept: {title}.")
    else:
        words = QCoreApplication.translate("Sync", "It stays as it is.")
    return words.format(title=conflict.title or kind_text(conflict.kind))


def _without_account(*, ended: bool) -> StatusWords:
    if ended:
        return StatusWords(
            "cloud-alert-outline",
            "warning",
            QCoreApplication.translate("Sync", "Signed out"),
            QCoreApplication.translate(
                "Sync", "This computer was signed out. Everything on it stays here; sign in to sync again."
            ),
        )
    return StatusWords(
        "laptop",
        "muted",
        QCoreApplication.translate("Sync", "Only on this computer"),
        QCoreApplication.translate(
            "Sync", "Your library is on this computer only, and works without an account."
        ),
    )
