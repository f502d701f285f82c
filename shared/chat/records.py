"""Chats and messages as synced records. An answer's text grows while it is written, so it is a register."""

from shared.records import USER_HOME, Record, constant, register

CHAT = Record(
    "chat",
    "chat",
    (register("title"), register("titled_by"), register("material"), constant("created_ms")),
    homes=USER_HOME,
)

MESSAGE = Record(
    "message",
    "message",
    (
        constant("chat_id"),
        constant("role"),
        constant("position"),
        constant("created_ms"),
        register("text"),
        register("state"),
        register("mode"),
        register("engine"),
        register("citations"),
        register("doubts"),
        register("problem"),
        register("follow_ups"),
        register("rating"),
    ),
    homes=USER_HOME,
)
