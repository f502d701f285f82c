"""Opens what a question was made from: a second of a recording, or a page of a document."""

from desktop.widgets.page import Shell
from shared.errors import AppError
from shared.ids import ItemId, parse_id
from shared.quiz.quiz import Source


def open_source(shell: Shell, source: Source, **more: str) -> None:
    """Show it in the player; `more` goes along (`quote`). A source that names no item is told, not raised."""
    try:
        item_id = ItemId(parse_id(source.item_id))
    except AppError as error:  # a quiz that another program wrote
        shell.report(error)
        return
    place = {"page": source.page} if source.page is not None else {"start_ms": source.start_ms}
    shell.open("player", item_id=item_id, **place, **more)
