"""Quizzes, hosted games and played games as synced records. Declarations only."""

from shared.records import USER_HOME, Record, constant, register

QUIZ = Record(
    "quiz",
    "quiz",
    (
        register("title"),
        register("description"),
        register("language"),
        register("options"),
        constant("created_ms"),
    ),
)

QUESTION = Record(
    "question",
    "question",
    (
        constant("quiz_id"),
        register("position"),
        register("text"),
        register("body_json", content=True),
        register("media_json", content=True),
        register("timing_json"),
        register("explanation"),
        register("topic"),
        register("source_json"),
    ),
)

GAME = Record(
    "game",
    "game",
    (
        constant("quiz_id"),
        register("title"),
        constant("pace"),
        constant("started_ms"),
        register("ended_ms"),
        constant("quiz_json", content=True),
        constant("options_json"),
        register("state_json"),
    ),
    homes=USER_HOME,
)
"""A game that was hosted. What changes after the first fetch is what a host can still change: marks and names."""

GAME_PLAYER = Record(
    "game_player",
    "game_player",
    (
        constant("game_id"),
        constant("player"),
        register("name"),
        register("team"),
        register("total"),
        register("rank"),
        register("state"),
        register("facts_json"),
    ),
    homes=USER_HOME,
)

GAME_ANSWER = Record(
    "game_answer",
    "game_answer",
    (
        constant("game_id"),
        constant("player"),
        constant("question"),
        register("answer_json"),
        register("text"),
        register("fraction"),
        register("points"),
        register("elapsed_ms"),
        register("clamped_ms"),
        register("late"),
        register("sure"),
        register("at_ms"),
    ),
    homes=USER_HOME,
)

ATTEMPT = Record(
    "attempt",
    "attempt",
    (
        constant("game"),
        register("title"),
        register("host"),
        constant("pace"),
        register("name"),
        constant("started_ms"),
        register("total"),
        register("rank"),
        register("players"),
        register("finished"),
        register("questions_json", content=True),
    ),
    homes=USER_HOME,
)
