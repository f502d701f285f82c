"""The use of AI providers by a device as a synced record. Declarations only."""

from shared.records import USER_HOME, Record, constant

AI_USAGE = Record(
    "ai_usage",
    "ai_usage",
    (
        constant("at_ms"),
        constant("operation"),
        constant("provider"),
        constant("model"),
        constant("input_tokens"),
        constant("output_tokens"),
        constant("cached_tokens"),
        constant("cost_nano_usd"),
        constant("estimated"),
        constant("duration_ms"),
        constant("outcome"),
    ),
    event=True,
    homes=USER_HOME,
)
"""One call, with what it cost as far as known."""
