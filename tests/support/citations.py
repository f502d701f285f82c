"""Citations for tests of what shows them."""

from typing import Any

from desktop.chat.answers import Citation
from shared.ids import ItemId, new_id


def citation(n: int = 1, **changes: Any) -> Citation:
    """Source number `n`: 12:34 to 12:47 of a lecture, unless `changes` say otherwise."""
    fields: dict[str, Any] = {
        "item_id": ItemId(new_id()),
        "title": f"Lecture {n}",
        "start_ms": 754_000,
        "end_ms": 767_000,
        "page": None,
        "text": f"Words of place {n}.",
        "relevance": 0.9,
    }
    return Citation(n, **{**fields, **changes})
