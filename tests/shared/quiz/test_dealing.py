"""Dealing a whole quiz."""

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz import questions
from shared.quiz.dealing import deal
from shared.quiz.quiz import Choice, GameOptions, Order, Question, Quiz, Single, Slide, TrueFalse
from tests.support import quiz_bodies

KEPT, SHUFFLED = GameOptions(), GameOptions(shuffle_questions=True)


def quiz_of(*bodies):
    asked = (Question(str(number), f"Question {number}", body) for number, body in enumerate(bodies))
    return Quiz("quiz", "Title", tuple(asked))


quizzes = st.lists(quiz_bodies.bodies, min_size=1, max_size=8).map(lambda bodies: quiz_of(*bodies))


@given(quizzes, st.integers())
def test_the_same_seed_deals_the_same_quiz(quiz, seed):
    assert deal(quiz, seed, SHUFFLED) == deal(quiz, seed, SHUFFLED)


@given(quizzes, st.integers())
def test_questions_keep_their_order_and_solution(quiz, seed):
    dealt = deal(quiz, seed, KEPT)
    assert questions.validate_quiz(dealt) == questions.validate_quiz(quiz)
    for question, before in zip(dealt.questions, quiz.questions, strict=True):
        assert (question.id, type(question.body)) == (before.id, type(before.body))
        answer = questions.solution(question).answer
        if answer is not None:
            assert questions.check(question, questions.read_answer(question, answer)) == 1


@given(quizzes, st.integers())
def test_mixed_questions_are_all_there_and_dealt_alike(quiz, seed):
    kept = {question.id: question for question in deal(quiz, seed, KEPT).questions}
    assert {question.id: question for question in deal(quiz, seed, SHUFFLED).questions} == kept


def test_slides_stay_before_what_they_lead_to():
    true = TrueFalse(True)
    quiz = quiz_of(Slide("a"), Slide("b"), true, true, Slide("c"), true, true, Slide("end"))
    orders = set()
    for seed in range(40):
        order = "".join(question.id for question in deal(quiz, seed, SHUFFLED).questions)
        assert "012" in order
        assert "45" in order
        assert order.endswith("7")
        orders.add(order)
    assert len(orders) > 12


def test_two_games_differ_and_every_place_can_be_right():
    quiz = quiz_of(Single(tuple(map(Choice, "abcd")), 0), Order(tuple(map(Choice, "abcd"))))
    dealt = [deal(quiz, seed, KEPT).questions for seed in range(200)]
    assert {questions.solution(single).answer for single, _ in dealt} == {0, 1, 2, 3}
    assert len({questions.solution(order).answer for _, order in dealt}) == 24
