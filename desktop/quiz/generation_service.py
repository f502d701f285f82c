"""Makes drafts of questions from a library item: with a model when one answers, without one when not. Keeps nothing."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import msgspec

from desktop.ai.service import AiService, AnswerEngine, TryingAgain
from desktop.media.service import ItemFilter, ItemView, JobState, MediaService
from desktop.quiz.drafting import OFFLINE_KINDS, Draft, Maker, Material, Wanted
from desktop.quiz.generating import LANGUAGES, offline_drafts
from desktop.quiz.generation import model_drafts
from desktop.quiz.generation_material import material_of
from shared.errors import AppError
from shared.ids import ItemId

__all__ = ["Began", "Draft", "FellBack", "GenerationService", "MakingEvent", "TryingAgain", "Wanted"]

FEWEST_WORDS = 40


class Began(msgspec.Struct, frozen=True):
    """Who makes the drafts that follow."""

    maker: Maker


class FellBack(msgspec.Struct, frozen=True):
    """The model failed; what is missing is made without it."""

    error: AppError


MakingEvent = Began | Draft | FellBack | TryingAgain


class GenerationService:
    """Questions from recordings and documents of the open profile."""

    def __init__(self, media: MediaService, ai: AiService) -> None:
        self._media = media
        self._ai = ai

    async def items(self) -> list[ItemView]:
        """Items there may be questions about: those with a text."""
        return await self._media.items(ItemFilter(states=frozenset({JobState.COMPLETED})))

    async def item(self, item_id: ItemId) -> ItemView:
        """Return one item. Raises `AppError("media.no_item")`."""
        return await self._media.item(item_id)

    async def engine_name(self) -> str:
        """Name the model that would write, with its provider; empty when there is none to ask."""
        try:
            engine = await self._ai.engine()
        except AppError:
            return ""
        provider = self._ai.provider
        return f"{provider.title}, {engine.model}" if engine is not None and provider is not None else ""

    async def make(
        self, item_id: ItemId, wanted: Wanted, *, offline: bool = False
    ) -> AsyncGenerator[MakingEvent]:
        """Yield drafts as they are made; `Began` before the first of each maker.

        Closing the generator ends the request. Raises `AppError`: `media.no_item`, `quiz.generate_no_text`,
        `quiz.generate_too_short`, and what `offline_drafts` raises where no model wrote anything.
        """
        material = await self._material(item_id)
        taken: list[Draft] = []
        failed: AppError | None = None
        engine: AnswerEngine | None = None
        try:
            engine = None if offline else await self._ai.engine()
        except AppError as error:
            failed = error
            yield FellBack(error)
        if engine is not None:
            yield Began("ai")
            try:
                async with aclosing(model_drafts(self._ai, engine, material, wanted)) as events:
                    async for event in events:
                        if isinstance(event, Draft):
                            taken.append(event)
                        yield event
            except AppError as error:
                failed = error
                if not self._can_go_on(material, wanted):
                    raise
                yield FellBack(error)
        if engine is not None and failed is None:
            return
        async with aclosing(_offline(material, wanted, taken)) as events:
            async for event in events:
                yield event

    def _can_go_on(self, material: Material, wanted: Wanted) -> bool:
        """Whether there is a way without the model; if not, its own failure is what a person must hear."""
        return material.language in LANGUAGES and bool(set(wanted.kinds) & set(OFFLINE_KINDS))

    async def _material(self, item_id: ItemId) -> Material:
        item = await self._media.item(item_id)
        transcript = await self._media.transcripts.transcript(item_id)
        if transcript is None or not transcript.complete or not transcript.segments:
            raise AppError("quiz.generate_no_text", title=item.title)
        material = await asyncio.to_thread(material_of, item, transcript)
        if sum(len(line.text) for line in material.lines) < FEWEST_WORDS * 5:
            raise AppError("quiz.generate_too_short", title=item.title)
        return material


async def _offline(material: Material, wanted: Wanted, taken: Sequence[Draft]) -> AsyncGenerator[MakingEvent]:
    missing = wanted.count - len(taken)
    if missing <= 0:
        return
    drafts = await asyncio.to_thread(
        offline_drafts, material, msgspec.structs.replace(wanted, count=missing), taken
    )
    if drafts:
        yield Began("offline")
    for draft in drafts:
        yield draft
