"""Which files a synced row refers to: what is kept while the row lives. Pure."""

from collections.abc import Mapping

from shared.accounts import records as account_records
from shared.ai import records as ai_records
from shared.chat import records as chat_records
from shared.content.messages import hashes_in
from shared.groups import records as group_records
from shared.media import records as media_records
from shared.quiz import records as quiz_records
from shared.records import Record
from shared.settings import records as setting_records

_SLICES = (
    account_records,
    ai_records,
    chat_records,
    group_records,
    media_records,
    quiz_records,
    setting_records,
)
_KNOWN = [value for module in _SLICES for value in vars(module).values() if isinstance(value, Record)]
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
