"""Grows a passage into its surroundings, for a language model to read. Pure."""

from collections.abc import Sequence

from desktop.search.chunking import Span
from desktop.search.hits import PassageContext
from desktop.search.store import PassageRow


def grown(center: PassageRow, rows: Sequence[PassageRow], max_words: int) -> PassageContext:
    """Grow around a passage sentence by sentence, after before before, inside the words allowed."""
    sentences: dict[int, tuple[str, Span]] = {}
    for row in rows:
        for offset, span in enumerate(row.spans):
            sentences.setdefault(row.sentence + offset, (row.text[span.first : span.last], span))
    first, last = center.sentence, center.sentence + len(center.spans)
    words = center.words
    grown = True
    while grown:
        grown = False
        for at, is_after in ((last, True), (first - 1, False)):
            more = len(sentences[at][0].split()) if at in sentences else 0
            if at in sentences and words + more <= max_words:
                words += more
                first, last = (first, last + 1) if is_after else (first - 1, last)
                grown = True
    chosen = [sentences[at] for at in range(first, last)]
    return PassageContext(
        center.id,
        center.item_id,
        center.title,
        center.heading,
        " ".join(text for text, _ in chosen),
        words,
        chosen[0][1].start_ms,
        chosen[-1][1].end_ms,
        center.spans[0].page,
    )
