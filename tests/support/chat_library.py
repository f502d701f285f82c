"""A small real library to ask questions of: the sample lecture and a page of notes, indexed by the real search."""

import msgspec

from desktop.search.service import SearchService
from desktop.storage.database import Database
from shared.clock import Clock
from shared.ids import CollectionId, ItemId
from tests.support.search_library import Library, Segment, pages
from tests.support.speech import SENTENCES

NOTES = (
    (
        "The water cycle moves water around the planet. Heat from the Sun turns sea water into vapour, and this is"
        " called evaporation. High in the cold air the vapour condenses into clouds. Rain brings the water back to the"
        " ground."
    ),
    (
        "Plants give off water too. A large oak tree can give off 150 litres in a day, which is called transpiration."
        " Forests therefore make rain of their own."
    ),
)


class _Job(msgspec.Struct):
    item_id: ItemId


class ChatLibrary:
    """`lecture` is spoken (260 s), `notes` has two pages."""

    def __init__(self, library: Library, search: SearchService) -> None:
        self.library = library
        self.search = search
        self.collection: CollectionId
        self.lecture: ItemId
        self.notes: ItemId

    async def add(self, title: str, segments: list[Segment], kind: str = "document") -> ItemId:
        """Add an item and index it."""
        item_id = await self.library.item(title, segments, self.collection, kind=kind)
        await self.index(item_id)
        return item_id

    async def index(self, item_id: ItemId) -> None:
        """Bring the index in line with an item's text."""
        await self.search.chunk_stage(_Job(item_id), lambda _: None)
        await self.search.embed_stage(_Job(item_id), lambda _: None)


async def chat_library(database: Database, clock: Clock, embedders: tuple[str, ...] = ()) -> ChatLibrary:
    """Fill a new library. Close its `search` before the database."""
    library = Library(database, embedders)
    made = ChatLibrary(library, SearchService(database, library, library, clock))
    made.collection = await library.collection("Physics")
    spoken = [Segment(one.text, one.start_ms, one.end_ms) for one in SENTENCES]
    made.lecture = await made.add("How a lantern works", spoken, "audio")
    made.notes = await made.add("Water notes", pages(*NOTES))
    return made
