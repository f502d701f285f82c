"""A person's setting as a synced record: one per key."""

import uuid

from shared.ids import derived_id
from shared.records import USER_HOME, Record, constant, register

SETTING = Record("setting", "setting", (constant("key"), register("value")), homes=USER_HOME)


def setting_id(user_id: uuid.UUID, key: str) -> uuid.UUID:
    """Return the id of a person's setting, so that two devices setting it meet."""
    return derived_id("setting", user_id, key)
