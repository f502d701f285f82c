"""A small hosted game as a host would hand it over: three players, four questions."""

from shared.quiz.quiz import Choice, GameOptions, Number, Poll, Question, Quiz, Single, Source, Typed
from shared.quiz.results import AnswerResult, GameResult, PlayerResult

QUIZ = Quiz(
    id="0190a000-0000-7000-8000-000000000001",
    title="Water",
    questions=(
        Question(
            id="0190a000-0000-7000-8000-000000000011",
            text="What is ice?",
            body=Single((Choice("Solid water"), Choice("Salt"), Choice("Glass")), 0),
            topic="States",
            explanation="Water below 0 °C is solid.",
            source=Source("0190a000-0000-7000-8000-0000000000aa", "Lecture 1", start_ms=12_000),
        ),
        Question(
            id="0190a000-0000-7000-8000-000000000012",
            text="Who found the scale?",
            body=Typed(("Celsius",)),
            topic="Scales",
        ),
        Question(
            id="0190a000-0000-7000-8000-000000000013",
            text="At how many degrees does water boil?",
            body=Number(answer=100, tolerance=1),
            topic="States",
        ),
        Question(
            id="0190a000-0000-7000-8000-000000000014",
            text="Did you like it?",
            body=Poll((Choice("Yes"), Choice("No"))),
        ),
    ),
)


def small_result(game_id: str = "g-1", **changes) -> GameResult:
    """Ana has all right, Ben one, Cem was kicked after one answer."""
    values = {
        "game_id": game_id,
        "quiz": QUIZ,
        "options": GameOptions(),
        "started_ms": 1_700_000_000_000,
        "ended_ms": 1_700_000_600_000,
        "asked": (0, 1, 2, 3),
        "voided": (),
        "players": (
            PlayerResult("p1", "Ana", total=2_900, rank=1, device="phone", joined_ms=1_700_000_000_000),
            PlayerResult("p2", "Ben", total=800, rank=2, extra_time=1.5, aways=3, fast_taps=1),
            PlayerResult("p3", "=Cem", total=0, rank=0, state="kicked"),
        ),
        "answers": (
            AnswerResult("p1", 0, 0, "Solid water", 1.0, 1_000, 1_200, at_ms=1_700_000_010_000),
            AnswerResult("p2", 0, 0, "Solid water", 1.0, 800, 9_000, -200, at_ms=1_700_000_020_000),
            AnswerResult("p3", 0, 1, "Salt", 0.0, 0, 400, at_ms=1_700_000_011_000),
            AnswerResult("p1", 1, "celsius", "celsius", 1.0, 950, 4_000, sure=4),
            AnswerResult("p2", 1, "Newton", "Newton", 0.0, 0, 3_000, sure=4),
            AnswerResult("p1", 2, 100.5, "100.5", 1.0, 950, 5_000),
            AnswerResult("p2", 3, [1], "No", 0.0, 0, 2_000, late=True),
        ),
    }
    return GameResult(**{**values, **changes})
