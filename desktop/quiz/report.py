"""What a game says about a class: per question, per player, per topic. Pure: a result in, numbers out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean, median

import msgspec

from shared.quiz.questions import answer_text, is_answerable, is_opinion, solution, summarise
from shared.quiz.quiz import Question
from shared.quiz.results import AnswerResult, GameResult, PlayerResult
from shared.quiz.views import Summary

FULL = 1.0
SURE = 3
"""From this confidence (1 to 4) a wrong answer is a confident mistake."""
STRUGGLED = 0.5
"""A topic or player with a smaller share of marks needs attention."""


class QuestionReport(msgspec.Struct, frozen=True):
    """One question that was asked. Shares are 0 to 1 of those who answered, None for opinions and slides."""

    q: int
    question: Question
    solution: str
    summary: Summary
    answered: int
    missed: int
    share: float | None
    full: int
    median_ms: int | None
    sure_mistakes: int
    voided: bool


class PlayerReport(msgspec.Struct, frozen=True):
    """One player: marks over the questions that count, and what a teacher may want to look at."""

    player: PlayerResult
    answered: int
    asked: int
    share: float | None
    full: int
    median_ms: int | None
    late: int
    clamped: int
    sure_mistakes: int
    weak_topics: tuple[str, ...]


class TopicReport(msgspec.Struct, frozen=True):
    """One topic: marks over all its questions; `struggling` are names of players below half."""

    topic: str
    questions: int
    answers: int
    share: float
    struggling: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """A whole game."""

    result: GameResult
    questions: tuple[QuestionReport, ...]
    players: tuple[PlayerReport, ...]
    topics: tuple[TopicReport, ...]
    share: float | None

    @property
    def hardest(self) -> tuple[QuestionReport, ...]:
        """Questions that less than half of the marks were earned on, the hardest first."""
        low = [found for found in self.questions if found.share is not None and found.share < STRUGGLED]
        return tuple(sorted(low, key=lambda found: (found.share or 0, found.q)))


def report_of(result: GameResult) -> Report:
    """Reckon the report. Kicked and banned players stay out; voided questions count for nobody."""
    players = [player for player in result.players if player.state == "in"]
    here = {player.pid for player in players}
    answers = [answer for answer in result.answers if answer.pid in here]
    counting = frozenset(
        q for q in result.asked if q not in result.voided and _has_marks(result.quiz.questions[q])
    )
    questions = tuple(_question(result, q, answers, len(players)) for q in result.asked)
    per_player = tuple(_player(result, player, answers, counting) for player in players)
    return Report(
        result=result,
        questions=questions,
        players=tuple(
            sorted(per_player, key=lambda found: (found.player.rank, found.player.name.casefold()))
        ),
        topics=_topics(result, answers, counting, {player.pid: player.name for player in players}),
        share=_share([answer for answer in answers if answer.q in counting]),
    )


def _has_marks(question: Question) -> bool:
    return is_answerable(question.body) and not is_opinion(question.body)


def _share(answers: Iterable[AnswerResult]) -> float | None:
    fractions = [answer.fraction for answer in answers]
    return fmean(fractions) if fractions else None


def _median_ms(answers: Iterable[AnswerResult]) -> int | None:
    times = [answer.elapsed_ms for answer in answers]
    return round(median(times)) if times else None


def _sure_mistakes(answers: Iterable[AnswerResult]) -> int:
    return sum(1 for answer in answers if answer.sure >= SURE and answer.fraction < STRUGGLED)


def _question(result: GameResult, q: int, answers: Sequence[AnswerResult], players: int) -> QuestionReport:
    question = result.quiz.questions[q]
    mine = [answer for answer in answers if answer.q == q]
    marked = _has_marks(question)
    hidden = frozenset(word for number, word in result.hidden if number == q)
    right = solution(question).answer if marked else None
    return QuestionReport(
        q=q,
        question=question,
        solution="" if right is None else answer_text(question, right),
        summary=summarise(question, [answer.answer for answer in mine], hidden),
        answered=len(mine),
        missed=max(0, players - len(mine)) if is_answerable(question.body) else 0,
        share=_share(mine) if marked else None,
        full=sum(1 for answer in mine if answer.fraction >= FULL),
        median_ms=_median_ms(mine),
        sure_mistakes=_sure_mistakes(mine) if marked else 0,
        voided=q in result.voided,
    )


def _player(
    result: GameResult, player: PlayerResult, answers: Sequence[AnswerResult], counting: frozenset[int]
) -> PlayerReport:
    mine = [answer for answer in answers if answer.pid == player.pid]
    marked = [answer for answer in mine if answer.q in counting]
    by_topic: dict[str, list[AnswerResult]] = defaultdict(list)
    for answer in marked:
        by_topic[result.quiz.questions[answer.q].topic].append(answer)
    weak = [topic for topic, found in by_topic.items() if topic and (_share(found) or 0) < STRUGGLED]
    return PlayerReport(
        player=player,
        answered=len(marked),
        asked=len(counting),
        share=_share(marked),
        full=sum(1 for answer in marked if answer.fraction >= FULL),
        median_ms=_median_ms(marked),
        late=sum(1 for answer in mine if answer.late),
        clamped=sum(1 for answer in mine if answer.clamped_ms),
        sure_mistakes=_sure_mistakes(marked),
        weak_topics=tuple(sorted(weak, key=str.casefold)),
    )


def _topics(
    result: GameResult, answers: Sequence[AnswerResult], counting: frozenset[int], names: dict[str, str]
) -> tuple[TopicReport, ...]:
    questions: dict[str, set[int]] = defaultdict(set)
    for q in counting:
        if topic := result.quiz.questions[q].topic:
            questions[topic].add(q)
    found: list[TopicReport] = []
    for topic, asked in questions.items():
        mine = [answer for answer in answers if answer.q in asked]
        share = _share(mine)
        if share is None:
            continue
        per_player: dict[str, list[AnswerResult]] = defaultdict(list)
        for answer in mine:
            per_player[answer.pid].append(answer)
        weak = [names[pid] for pid, given in per_player.items() if (_share(given) or 0) < STRUGGLED]
        found.append(TopicReport(topic, len(asked), len(mine), share, tuple(sorted(weak, key=str.casefold))))
    return tuple(sorted(found, key=lambda topic: (topic.share, topic.topic.casefold())))
