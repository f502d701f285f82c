import msgspec

from desktop.chat.answers import GOOD_MATCH, AskResult, Citation, Problem
from shared.errors import AppError
from shared.ids import ItemId, new_id


def test_a_problem_is_the_error_again():
    error = Problem.of(AppError("ai.rate_limited", provider="x", seconds=9)).error
    assert (error.code, error.parameters) == ("ai.rate_limited", {"provider": "x", "seconds": 9})
    assert error.retryable


def test_the_command_lines_form():
    item = ItemId(new_id())
    result = AskResult("model", "Yes [1].", (Citation(1, item, "Lecture", 5, 9, None, "words", 0.5),))
    read = msgspec.json.decode(msgspec.json.encode(result))
    assert set(read) == {"mode", "answer", "citations"}
    assert read["citations"][0] == {
        "n": 1,
        "item_id": str(item),
        "title": "Lecture",
        "start_ms": 5,
        "end_ms": 9,
        "page": None,
        "text": "words",
        "relevance": 0.5,
    }
    assert (
        msgspec.json.decode(msgspec.json.encode(AskResult("nothing_relevant", "No.", ())))["citations"] == []
    )


def test_the_best_source_says_how_well_an_answer_matches():
    def result(*relevances: float) -> AskResult:
        item = ItemId(new_id())
        sources = [Citation(1, item, "Lecture", 5, 9, None, "words", one) for one in relevances]
        return AskResult("passages", "Quoted.", tuple(sources))

    assert result().match is None
    assert result(0.3, GOOD_MATCH).match == "good"
    assert result(GOOD_MATCH - 0.01, 0.1).match == "loose"
