"""A person's setting as a synced record: one per key."""

from shared.records import Record, constant, register

SETTING = Record("setting", "setting", (constant("key"), register("value")))
