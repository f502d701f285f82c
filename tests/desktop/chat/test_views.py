from desktop.chat.answers import Citation, MessageView, Problem
from desktop.chat.material import EVERYTHING, Scope
from desktop.chat.views import as_json, last_question, material_of, message_view, scope_of, turns_of
from shared.ids import ChatId, ItemId, MessageId, new_id


def message(role, text, mode=None):
    return MessageView(MessageId(new_id()), ChatId(new_id()), role, text, 0, mode=mode)


def row(**values):
    plain = {
        "role": "assistant",
        "text": "t",
        "created_ms": 1,
        "state": "done",
        "mode": "model",
        "engine": "x y",
    }
    stored = {"citations": "[]", "doubts": "[]", "problem": None, "follow_ups": "[]", "rating": 0}
    return {"id": new_id().bytes, "chat_id": new_id().bytes, **plain, **stored, **values}


def test_what_was_stored_is_read_back():
    citation = Citation(1, ItemId(new_id()), "Lecture", 5, 9, None, "words", 0.5)
    problem = Problem("ai.rate_limited", {"seconds": 7})
    view = message_view(
        row(citations=as_json([citation]), problem=as_json(problem), follow_ups='["Why?"]', rating=1)
    )
    assert view.citations == (citation,)
    assert view.problem == problem
    assert problem.error.parameters == {"seconds": 7}
    assert view.follow_ups == ("Why?",)


def test_what_a_newer_version_wrote_differently_is_left_out():
    view = message_view(row(citations='[{"n": "one"}]', problem='{"code": 7}', follow_ups="{"))
    assert (view.citations, view.problem, view.follow_ups) == ((), None, ())
    assert Problem("ai.of_the_future").error.code == "ai.provider_trouble"


def test_scopes_are_read_back_and_unknown_ones_are_everything():
    for scope in (EVERYTHING, Scope(item_id=ItemId(new_id()))):
        assert scope_of(material_of(scope)) == scope
    assert scope_of("???") == EVERYTHING


def test_history_is_short_paired_and_without_marks():
    messages = [
        message("user", "Unanswered?"),
        message("user", "First?"),
        message("assistant", "One [1][2].", "model"),
        message("user", "Nothing?"),
        message("assistant", "Not found.", "nothing_relevant"),
        message("user", "Long?"),
        message("assistant", "word " * 1000, "passages"),
        message("user", "Cut?"),
        message("assistant", ""),
    ]
    turns = turns_of(messages)
    assert [turn.role for turn in turns] == ["user", "assistant"] * 2
    assert turns[1].text == "One."
    assert len(turns[3].text) < 1600
    assert last_question(messages) == "Cut?"
    assert last_question([]) is None
    assert len(turns_of([message("user", "q"), message("assistant", "a")] * 9)) == 6
