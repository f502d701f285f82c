import pytest

from desktop.media.home_words_page import home_icon, home_words
from desktop.media.views import CollectionView
from shared.ids import CollectionId, new_id


@pytest.mark.parametrize(
    ("scope", "group", "words", "icon"),
    [
        ("", "", "Optics", "folder-outline"),
        ("group:g", "Class 5b", "Optics · Class 5b", "account-group-outline"),
        ("group:g", "", "Optics · shared with a group", "account-group-outline"),
    ],
)
def test_a_shared_collection_says_with_whom(qapp, scope, group, words, icon):
    home = CollectionView(CollectionId(new_id()), "Optics", 0, 3, is_default=False, scope=scope, group=group)
    assert (home_words(home), home_icon(home)) == (words, icon)
