"""Questions written by a model from numbered passages: asked, read as they come, checked. Stores nothing."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from desktop.ai.service import AiService, AnswerEngine, EngineRequest, Finished, TextDelta, TryingAgain, Turn
from desktop.chat.service import prompt, quoted
from desktop.quiz.drafting import Draft, Material, Wanted
from desktop.quiz.generation_checks import draft_of
from desktop.quiz.generation_passages import Passage, passages_of, place_of
from desktop.quiz.generation_reply import ReplyReader
from shared.errors import AppError
from shared.quiz.quiz import Cloze

OPERATION = "generate_quiz"
ROUNDS = 3
_TOKENS_PER_QUESTION, _TOKENS_BESIDE = 260, 600
_TOKENS_PER_WORD = 2
"""Of what a provider reads comfortably beside a chat: here nothing else is read."""
_USUAL_WORDS = 1_000


async def model_drafts(
    ai: AiService, engine: AnswerEngine, material: Material, wanted: Wanted
) -> AsyncGenerator[Draft | TryingAgain]:
    """Yield drafts as the model writes them, at most `wanted.count`.

    A reply with too few of them is followed by another request, three in all. Raises `AppError("ai.…")`, and
    `quiz.generate_unusable` when no question of any reply could be used; drafts already yielded stay valid.
    """
    words = ai.provider.passage_words if ai.provider is not None else _USUAL_WORDS
    passages = passages_of(material, words * _TOKENS_PER_WORD)
    taken: list[Draft] = []
    for _ in range(ROUNDS):
        before = len(taken)
        request = _request(ai, material, passages, wanted, taken)
        async with aclosing(_round(engine, request, passages, material, wanted, taken)) as events:
            async for event in events:
                yield event
        if len(taken) >= wanted.count or len(taken) == before > 0:
            break
    if not taken:
        raise AppError("quiz.generate_unusable", provider=_title(ai))


async def _round(
    engine: AnswerEngine,
    request: EngineRequest,
    passages: Sequence[Passage],
    material: Material,
    wanted: Wanted,
    taken: list[Draft],
) -> AsyncGenerator[Draft | TryingAgain]:
    """One reply; its drafts are put into `taken` too."""
    reader = ReplyReader()
    async with aclosing(engine.stream(request)) as events:
        async for event in events:
            if isinstance(event, TryingAgain):
                yield event
            elif isinstance(event, TextDelta):
                for raw in reader.feed(event.text):
                    draft = draft_of(raw, passages, material, wanted.kinds, taken)
                    if draft is not None and len(taken) < wanted.count:
                        taken.append(draft)
                        yield draft
            elif isinstance(event, Finished) and event.reason == "filtered" and not taken:
                raise AppError("ai.filtered", provider=engine.provider)


def _request(
    ai: AiService, material: Material, passages: Sequence[Passage], wanted: Wanted, taken: Sequence[Draft]
) -> EngineRequest:
    missing = wanted.count - len(taken)
    text = prompt(
        "quiz.user",
        passages="\n\n".join(_tagged(one, material) for one in passages),
        asked="\n".join(quoted(_asked(draft)) for draft in taken),
        count=str(missing),
        kinds=", ".join(wanted.kinds),
    )
    most = _TOKENS_BESIDE + _TOKENS_PER_QUESTION * missing
    return ai.request(OPERATION, prompt("quiz.system"), (Turn("user", text),), most)


def _tagged(one: Passage, material: Material) -> str:
    """A passage as the chat shows it to a model: it can neither close its tag nor open another."""
    return prompt(
        "passage",
        number=str(one.number),
        title=quoted(material.title).replace('"', "&quot;"),
        place=place_of(material.lines[one.first]),
        text=quoted(one.text),
    )


def _asked(draft: Draft) -> str:
    body = draft.question.body
    return body.text if isinstance(body, Cloze) else draft.question.text


def _title(ai: AiService) -> str:
    return ai.provider.title if ai.provider is not None else ""
