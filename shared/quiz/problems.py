"""What is wrong with a quiz, told by code. Declarations only; texts stand with the errors."""

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right. `question_id` is empty when it is about the quiz as a whole.

    `parameters` fill the text of `code`. A `warning` does not keep a quiz from being played.
    """

    question_id: str
    code: str
    parameters: dict[str, str | float] = msgspec.field(default_factory=dict[str, str | float])
    warning: bool = False
