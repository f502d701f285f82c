"""From a question to its cited answer, as a stream of events. Stores nothing; knows no chat."""

import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

import msgspec

from desktop.ai.service import AiService, AnswerEngine, EngineRequest, Finished, TextDelta, Turn
from desktop.ai.service import TryingAgain as EngineTriesAgain
from desktop.chat import extractive
from desktop.chat.answers import (
    Answer,
    AnswerEvent,
    Cited,
    Delta,
    Doubt,
    PassagesFound,
    Problem,
    Searching,
    TryingAgain,
)
from desktop.chat.checking import NEAR_TERMS, Claim, borne_out
from desktop.chat.follow_ups import phrases_for
from desktop.chat.material import EVERYTHING, Material, Scope, SearchHit, SearchQuery, support
from desktop.chat.prompts import prompt, quoted
from desktop.chat.questions import normalised, search_text
from desktop.chat.reply import Reply
from desktop.chat.sources import passages_text, sources_for
from desktop.chat.texts import text
from shared.errors import AppError

KEY_VERSION = b"1"
_AROUND_WORDS = 400
"""How far around the two best passages follow-up questions look for terms."""


class Ask(msgspec.Struct, frozen=True):
    """A question with what was said before it. `fresh` refuses a kept answer; `offline` refuses a model."""

    question: str
    scope: Scope = EVERYTHING
    before: str | None = None
    turns: tuple[Turn, ...] = ()
    offline: bool = False
    fresh: bool = False


class KeptAnswers(msgspec.Struct, frozen=True):
    """Where whole replies are kept for the next time the same question meets the same passages."""

    get: Callable[[bytes], Awaitable[str | None]]
    put: Callable[[bytes, str], Awaitable[None]]


class Answerer:
    """Searches, has a model answer from what was found, and checks what it cites; quotes where there is no model."""

    def __init__(self, material: Material, ai: AiService, kept: KeptAnswers) -> None:
        self._material = material
        self._ai = ai
        self._kept = kept

    async def events(self, ask: Ask) -> AsyncGenerator[AnswerEvent | Answer]:
        """Yield what happens; the last event is the whole `Answer`.

        A model that fails before its first word gives way to quotes, with the problem named; one that fails later
        leaves an incomplete answer. Raises AppError where the library itself cannot be read.
        """
        yield Searching()
        wanted = search_text(ask.question, ask.before)
        hits = await self._material.search(SearchQuery(wanted, ask.scope))
        if not hits and wanted != ask.question:
            # It leaned on nothing after all.
            wanted = ask.question
            hits = await self._material.search(SearchQuery(wanted, ask.scope))
        if not hits:
            answer = await self._nothing(ask.scope)
            yield Delta(answer.text)
            yield answer
            return
        yield PassagesFound(len(hits))
        engine, problem = (None, None) if ask.offline else await self._engine()
        if engine is not None:
            reply = Reply(f"{engine.provider} {engine.model}", self._provider_title())
            async with aclosing(self._from_model(ask, hits, engine, reply)) as events:
                async for event in events:
                    yield event
            if reply.answer is not None:
                yield reply.answer
                return
            problem = reply.problem
        async with aclosing(self._from_passages(wanted, hits, problem)) as events:
            async for event in events:
                yield event

    async def _engine(self) -> tuple[AnswerEngine | None, Problem | None]:
        """The engine to use, or why one that was chosen cannot be used."""
        try:
            engine = await self._ai.engine()
        except AppError as error:
            return None, Problem.of(error)
        provider = self._ai.provider
        if engine is None and provider is not None:
            return None, Problem("ai.key_missing", {"provider": provider.title})
        return engine, None

    async def _nothing(self, scope: Scope) -> Answer:
        """No model is asked when nothing bears on the question: it would make something up."""
        status = await self._material.status()
        return Answer(
            "nothing_relevant", _nothing_found(scope) if status.passages else text("nothing_to_read")
        )

    async def _from_passages(
        self, wanted: str, hits: Sequence[SearchHit], problem: Problem | None
    ) -> AsyncGenerator[AnswerEvent | Answer]:
        quotes = extractive.quotes_for(
            wanted, hits, await self._near(wanted, extractive.sentences_near(hits))
        )
        citations = extractive.citations_of(quotes)
        whole = ""
        for one in citations:
            paragraph = f"{text('quote', text=' '.join(one.text.split()))} [{one.n}]"
            paragraph = f"\n\n{paragraph}" if whole else paragraph
            whole += paragraph
            yield Delta(paragraph)
            yield Cited(one)
        follow_ups = await self.follow_ups(wanted, hits)
        yield Answer("passages", whole, citations, problem=problem, follow_ups=follow_ups)

    async def _from_model(
        self, ask: Ask, hits: Sequence[SearchHit], engine: AnswerEngine, reply: Reply
    ) -> AsyncGenerator[AnswerEvent]:
        """Let the model write; `reply` then holds the answer, or the problem if there was no word of one."""
        provider = self._ai.provider
        sources = await sources_for(self._material, hits, provider.passage_words if provider else 1000)
        system, passages = prompt("answer.system"), passages_text(sources)
        turn = Turn("user", prompt("answer.user", passages=passages, question=quoted(ask.question)))
        key = _key(ask.question, engine, system, passages)
        reply.begin(sources, ask.question)
        kept = None if ask.fresh or ask.turns else await self._kept.get(key)
        if kept is not None:
            for event in [*reply.take(kept), *reply.finish("complete")]:
                yield event
        else:
            request = self._ai.request("chat", system, (*ask.turns, turn))
            async with aclosing(_written(engine, request, reply)) as events:
                async for event in events:
                    yield event
        await self._conclude(ask, hits, reply)
        if reply.answer is not None and reply.answer.problem is None and kept is None and not ask.turns:
            await self._kept.put(key, reply.raw)

    async def _conclude(self, ask: Ask, hits: Sequence[SearchHit], reply: Reply) -> None:
        """Check what was written against the passages it cites."""
        if reply.says_nothing:
            reply.answer = Answer("nothing_relevant", _nothing_found(ask.scope), engine=reply.engine)
            return
        if not reply.text.strip():
            reply.problem = reply.problem or Problem("ai.empty_answer", {"provider": self._provider_title()})
            return
        citations, claims = reply.cited()
        doubts = [Doubt(one.first, one.last) for one in claims if not await self._holds(one, reply)]
        problem = reply.problem
        if problem is None and not citations:
            problem = Problem("chat.uncited")
        reply.answer = Answer(
            "model",
            reply.text,
            citations,
            tuple(doubts),
            problem,
            reply.engine,
            await self.follow_ups(ask.question, hits),
            complete=reply.complete,
        )

    async def _holds(self, claim: Claim, reply: Reply) -> bool:
        """Whether a claim is borne out, or at least cannot be told not to be."""
        sources = [reply.source_of(number) for number in claim.numbers]
        passages = [one.text for one in sources]
        verdict = borne_out(claim, passages)
        if verdict is False and support(claim.words, "\n".join(passages)) >= NEAR_TERMS:
            near = await self._near(
                claim.words, extractive.sentences_near([hit for one in sources for hit in one.hits])
            )
            verdict = borne_out(claim, passages, max(near.values(), default=None))
        return verdict is not False

    async def follow_ups(self, question: str, hits: Sequence[SearchHit]) -> tuple[str, ...]:
        """Return questions about terms that stand around the passages."""
        around = [await self._material.context(hit.passage_id, max_words=_AROUND_WORDS) for hit in hits[:2]]
        texts = [one.text for one in around if one is not None]
        return tuple(text("ask_about", phrase=phrase) for phrase in phrases_for(question, texts))

    async def _near(self, wanted: str, sentences: Sequence[str]) -> dict[str, float]:
        cosines = await self._material.nearness(wanted, sentences) if sentences else None
        return dict(zip(sentences, cosines, strict=True)) if cosines is not None else {}

    def _provider_title(self) -> str:
        return self._ai.provider.title if self._ai.provider else ""


async def _written(engine: AnswerEngine, request: EngineRequest, reply: Reply) -> AsyncGenerator[AnswerEvent]:
    """Have the engine write into the reply."""
    try:
        async with aclosing(engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, EngineTriesAgain):
                    yield TryingAgain(event.attempt, event.wait_ms, Problem.of(event.error))
                elif isinstance(event, TextDelta):
                    for ours in reply.take(event.text):
                        yield ours
                elif isinstance(event, Finished):
                    for ours in reply.finish(event.reason):
                        yield ours
    except AppError as error:
        for ours in reply.fail(error):
            yield ours


def _nothing_found(scope: Scope) -> str:
    """Where everything was searched already, that is no advice."""
    return text("nothing_anywhere" if scope == EVERYTHING else "nothing_relevant")


def _key(question: str, engine: AnswerEngine, system: str, passages: str) -> bytes:
    """Name a reply by everything that decides it: new or changed material makes another key by itself."""
    parts = (KEY_VERSION, normalised(question), engine.provider, engine.model, system, passages)
    return hashlib.sha256(msgspec.msgpack.encode(parts)).digest()
