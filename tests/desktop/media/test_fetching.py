"""What a person asks of files that are elsewhere; the way of the files is in test_sync_files."""

import pytest

from shared.content.files import FileChoice
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, new_id


async def test_the_setting_holds_where_nothing_was_chosen(profile):
    fetching = profile.media.fetching
    assert fetching.usual_choice() is FileChoice.OPENED
    await profile.settings.set("sync_files", "always")
    assert fetching.usual_choice() is FileChoice.ALWAYS
    collection = CollectionId(new_id())
    assert await fetching.choose(collection, FileChoice.NEVER) is None
    assert await fetching.choose(collection, FileChoice.ALWAYS) is FileChoice.NEVER
    assert await fetching.choices() == {collection: FileChoice.ALWAYS}


async def test_an_item_that_is_not_there(profile):
    nobody = ItemId(new_id())
    for call in (profile.media.fetching.fetch, profile.media.fetching.stop, profile.media.fetching.trouble):
        with pytest.raises(AppError, match=r"media\.no_item"):
            await call(nobody)
    assert profile.media.fetching.share_of(b"x" * 32) is None
