"""SQL of quizzes."""

import uuid

from desktop.quiz import store
from shared.ids import QuestionId, QuizId, new_id
from tests.support.sample_quizzes import every_kind


async def test_ranks_follow_the_wanted_order(database):
    quiz_id = QuizId(new_id())
    kinds = every_kind()[:4]
    ids = [one.id for one in kinds]

    def make(tx):
        store.insert_quiz(tx, quiz_id, "Light", "", "")
        for id_, rank in store.arrange(tx, ids, {}).items():
            store.put_question(tx, quiz_id, rank, next(one for one in kinds if one.id == id_))
        return list(store.positions(tx, quiz_id))

    assert await database.write(make) == ids

    def turn(tx):
        store.arrange(tx, ids[::-1], store.positions(tx, quiz_id))
        store.delete_question(tx, ids[0])
        return list(store.positions(tx, quiz_id)), store.exists(tx, QuestionId(uuid.UUID(ids[0])))

    assert await database.write(turn) == (ids[:0:-1], True)


async def test_a_question_that_comes_back_is_written_anew(database):
    quiz_id, question = QuizId(new_id()), every_kind()[0]

    def work(tx):
        store.insert_quiz(tx, quiz_id, "Light", "", "")
        store.put_question(tx, quiz_id, "V", question)
        store.delete_question(tx, question.id)
        store.put_question(tx, quiz_id, "k", question)
        return store.positions(tx, quiz_id), store.is_there(tx, quiz_id), store.is_there(tx, QuizId(new_id()))

    assert await database.write(work) == ({question.id: "k"}, True, False)
    async with database.reader() as reader:
        assert len(await store.questions(reader, quiz_id)) == 1
        assert await store.quizzes_with(reader, "LENS") == {quiz_id.bytes}
        assert await store.quizzes_with(reader, "%") == set()
        assert await store.media_in_use(reader, 0) == set()
        assert await store.quiz(reader, QuizId(new_id())) is None
        assert len(await store.summaries(reader)) == 1
