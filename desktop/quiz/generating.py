"""Questions from a text without a model: the best candidates, spread over the item, none like another. Pure."""

from collections import Counter
from collections.abc import Sequence

from desktop.quiz.drafting import OFFLINE_KINDS, Draft, Line, Material, Wanted
from desktop.quiz.generating_candidates import Candidate, candidates
from desktop.quiz.generating_sentences import language_of
from desktop.search.service import meaningful_stems
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.questions import LONGEST_TOPIC, validate
from shared.quiz.quiz import Question, Source

LANGUAGES = ("en", "es")
_SHARES = {"single": 0.4, "number": 0.3, "cloze": 1.0}
"""Most of a quiz that one kind may be while another kind still has candidates."""
_CROWDED, _TOO_MUCH = 0.35, 0.5
_ABSENT, _ABSENT_AFTER = 0.35, 3
"""What a kind that is not there yet is worth more, from the fourth question on."""
_ALIKE = 0.5


def offline_drafts(material: Material, wanted: Wanted, taken: Sequence[Draft] = ()) -> list[Draft]:
    """Return at most `wanted.count` drafts in the order of the text, beside those already `taken`.

    Raises `AppError`: `quiz.generate_language` for a text in neither English nor Spanish, `quiz.generate_nothing`
    when no sentence makes a question.
    """
    language = language_of(material.lines, material.language)
    if language not in LANGUAGES:
        raise AppError("quiz.generate_language")
    kinds = [kind for kind in wanted.kinds if kind in OFFLINE_KINDS] or list(OFFLINE_KINDS)
    drafts = [
        draft
        for one in _chosen(candidates(material, language, kinds), material, wanted.count, taken)
        if (draft := _draft(one, material)) is not None
    ]
    if not drafts and not taken:
        raise AppError("quiz.generate_nothing")
    return drafts


def source_of(material: Material, line: Line) -> Source:
    """Where a line stands: its second, its page, or the item as a whole."""
    return Source(material.item_id, material.title, line.start_ms, line.page)


def _draft(one: Candidate, material: Material) -> Draft | None:
    line = material.lines[one.at]
    topic = line.heading if len(line.heading) <= LONGEST_TOPIC else ""
    question = Question(
        str(new_id()),
        one.text,
        one.body,
        explanation=one.explanation,
        topic=topic,
        source=source_of(material, line),
    )
    return None if validate(question) else Draft(question, line.text, "offline")


def _chosen(
    found: Sequence[Candidate], material: Material, count: int, taken: Sequence[Draft]
) -> list[Candidate]:
    """Take the best again and again; what stands near, or is like, what was taken is worth less."""
    stems = {one.at: frozenset(meaningful_stems(material.lines[one.at].text)) for one in found}
    said = [frozenset(meaningful_stems(draft.quote)) for draft in taken]
    left = [one for one in found if not _repeats(stems[one.at], said)]
    chosen: list[Candidate] = []
    places, kinds = Counter[int](), Counter[str]()
    size = max(1, len(material.lines))
    while left and len(chosen) < count:
        have = {one.kind for one in left}

        def worth(one: Candidate) -> tuple[float, int]:
            crowded = _CROWDED * places[one.at * count // size]
            quota = kinds[one.kind] >= max(1, round(_SHARES[one.kind] * count)) and len(have) > 1  # noqa: B023
            absent = kinds[one.kind] == 0 and len(chosen) >= _ABSENT_AFTER
            return one.worth - crowded - _TOO_MUCH * quota + _ABSENT * absent, -one.at

        best = max(left, key=worth)
        chosen.append(best)
        places[best.at * count // size] += 1
        kinds[best.kind] += 1
        own = stems[best.at]
        left = [
            one
            for one in left
            if one.at != best.at and not set(one.key) & set(best.key) and not _repeats(stems[one.at], [own])
        ]
    return sorted(chosen, key=lambda one: one.at)


def _repeats(stems: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
    return any(len(stems & other) > _ALIKE * min(len(stems), len(other)) for other in said)
