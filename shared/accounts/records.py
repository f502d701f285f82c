"""A person's profile as a synced record: one per account, in its own scope. The server keeps the account in step."""

import uuid

from shared.ids import derived_id
from shared.records import Record, register

PROFILE = Record("profile", "profile", (register("name"), register("language")))


def profile_id(user_id: uuid.UUID) -> uuid.UUID:
    """Return the id of the one profile record of a person."""
    return derived_id("profile", user_id)
