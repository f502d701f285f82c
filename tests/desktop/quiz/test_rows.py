"""Questions as rows."""

from typing import Any

import msgspec
from hypothesis import given, settings

from desktop.quiz.rows import question_of, values_of
from shared.ids import parse_id
from shared.quiz.quiz import Media, Source
from tests.support.sample_quizzes import every_kind, questions


def row_of(question, **changed) -> Any:
    return {"id": parse_id(question.id).bytes, **values_of(question), **changed}


@settings(max_examples=40)
@given(questions())
def test_a_question_comes_back(question):
    assert question_of(row_of(question)) == question


def test_media_and_source_come_back():
    question = msgspec.structs.replace(
        every_kind()[0], media=Media("00", "image/png", "x"), source=Source("id", "t", 5), read_s=3.5
    )
    assert question_of(row_of(question)) == question


def test_what_a_newer_version_wrote_is_left_alone():
    assert question_of(row_of(every_kind()[0], body_json='{"type":"drawing"}')) is None
    assert question_of(row_of(every_kind()[0], timing_json="not JSON")) is None
