"""One model's reply while it comes: raw text in, clean events out. Asks nobody and stores nothing."""

from collections.abc import Sequence

from desktop.chat.answers import Answer, AnswerEvent, Citation, Cited, Delta, Problem
from desktop.chat.checking import Claim, claims_of
from desktop.chat.citations import CitationReader
from desktop.chat.opening import Opening
from desktop.chat.sources import Source, citation
from shared.errors import AppError


class Reply:
    """One reply while it comes: raw text in, clean events out."""

    def __init__(self, engine: str, provider_title: str) -> None:
        self.engine = engine
        self.raw = ""
        self.text = ""
        self.answer: Answer | None = None
        self.problem: Problem | None = None
        self.complete = True
        self.says_nothing = False
        self._title = provider_title
        self._question = ""
        self._sources: dict[int, Source] = {}
        self._opening = Opening()
        self._reader = CitationReader(())
        self._told = 0

    def begin(self, sources: Sequence[Source], question: str) -> None:
        self._sources = {one.number: one for one in sources}
        self._question = question
        self._reader = CitationReader(self._sources)

    def source_of(self, number: int) -> Source:
        """The source of mark [number] of the clean text."""
        return self._sources[self._reader.order[number - 1]]

    def take(self, piece: str) -> list[AnswerEvent]:
        self.raw += piece
        return self._said(self._reader.feed(self._opening.feed(piece)))

    def finish(self, reason: str) -> list[AnswerEvent]:
        """The model stopped; what was held back comes out."""
        events = self._rest()
        self.says_nothing = self._opening.says_nothing
        if reason == "filtered":
            self.problem = Problem("ai.filtered", {"provider": self._title})
        elif reason == "length":
            self.problem = Problem("ai.answer_cut")
        return events

    def fail(self, error: AppError) -> list[AnswerEvent]:
        """The stream broke; a half sentence is still worth showing."""
        events = self._rest()
        self.problem = Problem.of(error)
        self.complete = False
        return events

    def cited(self) -> tuple[tuple[Citation, ...], list[Claim]]:
        """The citations, each at the moment that says what its first sentence claims, and all cited sentences."""
        claims = claims_of(self.text, len(self._reader.order))
        first = {number: one.words for one in reversed(claims) for number in one.numbers}
        citations = tuple(
            citation(n, self._sources[id_], first.get(n, self._question))
            for n, id_ in enumerate(self._reader.order, start=1)
        )
        return citations, claims

    def _rest(self) -> list[AnswerEvent]:
        return self._said(self._reader.feed(self._opening.finish()) + self._reader.finish())

    def _said(self, clean: str) -> list[AnswerEvent]:
        if not clean:
            return []
        known = self._told
        self._told = len(self._reader.order)
        self.text += clean
        events: list[AnswerEvent] = [Delta(clean)]
        for n in range(known + 1, self._told + 1):
            sentence = self.text[max(self.text.rfind(end, 0, -1) for end in ".!?\n") + 1 :]
            events.append(Cited(citation(n, self.source_of(n), f"{sentence} {self._question}")))
        return events
