"""How a collection is named and drawn wherever one chooses it: a shared one says with whom."""

from PySide6.QtCore import QCoreApplication

from desktop.media.views import CollectionView


def home_words(collection: CollectionView) -> str:
    """Its title, and the group that sees it."""
    if not collection.shared:
        return collection.title
    whose = collection.group or QCoreApplication.translate("CollectionHome", "shared with a group")
    return f"{collection.title} · {whose}"


def home_icon(collection: CollectionView) -> str:
    """The icon's name."""
    return "account-group-outline" if collection.shared else "folder-outline"
