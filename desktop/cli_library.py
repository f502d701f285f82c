"""`lantern import`, `items`, `transcript`, `search` and `ask`. Talks to services and prints; decides nothing."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from desktop.assembly import Services
from desktop.chat.service import AskResult
from desktop.cli_run import EXIT_FAILED, note, say, say_json, with_services
from desktop.media.service import ExportFormat, ImportResult, ItemView, JobState, check_asked
from desktop.runtime.error_texts import error_text
from desktop.search.service import Scope, SearchHit, SearchQuery
from shared.errors import AppError
from shared.ids import ItemId, parse_id

_POLL_S = 0.5
_AT_REST = {JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED, JobState.AWAY}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class ImportedFile(msgspec.Struct, frozen=True):
    """One file of `lantern import --json`."""

    path: str
    outcome: str
    id: str | None
    title: str | None
    state: str | None
    error: dict[str, str] | None
    notice: dict[str, str] | None = None


class ListedItem(msgspec.Struct, frozen=True):
    """One item of `lantern items --json`."""

    id: str
    title: str
    kind: str
    state: str
    duration_ms: int | None


class FoundPassage(msgspec.Struct, frozen=True):
    """One hit of `lantern search --json`. Times are the best sentences' own, in milliseconds."""

    item_id: str
    title: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    score: float
    text: str


class Cited(msgspec.Struct, frozen=True):
    """One citation of `lantern ask --json`: a moment or a page, and the words that stand there."""

    n: int
    item_id: str
    title: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    text: str


class Asked(msgspec.Struct, frozen=True):
    """The answer of `lantern ask --json`. Mode: model, passages or nothing_relevant.

    Match: how well the best source fits, good or loose; null where there is none.
    """

    mode: str
    answer: str
    citations: list[Cited]
    match: str | None


def import_paths_command(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Recordings, documents or folders.")],
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until everything is ready to search.")] = False,
    as_json: Json = False,
    model: Annotated[str, typer.Option(help="Speech model for these files, such as tiny.en or base.")] = "",
) -> None:
    """Add files to the library. Without --wait the work is done when Lantern is next open.

    Ends with 0 only if every file was added and, with --wait, completed.
    """
    added = with_services(
        context, lambda services: _import(services, paths, model, wait=wait), as_json=as_json
    )
    if as_json:
        say_json(added)
    else:
        for one in added:
            told = one.error or one.notice
            parts = (one.state, told["message"] if told else None)
            said = ". ".join(part for part in parts if part)
            say(f"{one.id or '-':36}  {one.outcome:9}  {one.title or one.path}: {said}")
    good = all(one.error is None and (not wait or one.state == JobState.COMPLETED) for one in added)
    if not added or not good:
        raise typer.Exit(EXIT_FAILED)


async def _import(services: Services, paths: Sequence[Path], model: str, *, wait: bool) -> list[ImportedFile]:
    await services.models.adopt()
    if model:
        check_asked(model)
        await services.models.require(model)
    results = await services.media.import_paths([path.absolute() for path in paths], model=model)
    items = {result.item_id for result in results if result.item_id is not None}
    await _try_again(services, items, model)
    if wait:
        services.start_jobs(watch_folders=False)
        try:
            await _until_ready(services, items)
        except asyncio.CancelledError:
            note(_what_goes_on(goes_on=not services.media.runner.has_lock))
            raise
    views = {item_id: await services.media.item(item_id) for item_id in items}
    return [_imported(result, views.get(result.item_id) if result.item_id else None) for result in results]


async def _try_again(services: Services, items: set[ItemId], model: str) -> None:
    """A file that is added again was meant: what had failed goes on, and another model reads it anew."""
    for item_id in items:
        view = await services.media.item(item_id)
        if model and view.kind != "document" and view.model and view.model != model:
            await services.media.transcribe_again(item_id, model)
        elif view.state in {JobState.FAILED, JobState.CANCELLED}:
            await services.media.retry(item_id)


async def _until_ready(services: Services, items: set[ItemId]) -> None:
    """Wait until every item is at rest, or waits for something that nobody will bring by itself."""
    changed = asyncio.Event()
    leave = services.bus.subscribe(lambda _: changed.set())
    told: dict[ItemId, str] = {}
    try:
        while True:
            changed.clear()
            views = [await services.media.item(item_id) for item_id in items]
            _tell_progress(views, told)
            if all(_is_done(view) for view in views):
                return
            try:
                async with asyncio.timeout(_POLL_S):
                    await changed.wait()
            except TimeoutError:
                # Another process may be doing the work.
                await services.database.poll_other_writers()
    finally:
        leave()


def _is_done(view: ItemView) -> bool:
    return view.state in _AT_REST or bool(view.waiting)


def _tell_progress(views: Sequence[ItemView], told: dict[ItemId, str]) -> None:
    """Each item once when it is done; a person who looks on sees every percent as well."""
    for view in views:
        line = f"{view.title}: {_progress_words(view)}"
        if told.get(view.id) != line and (_is_done(view) or sys.stderr.isatty()):
            told[view.id] = line
            note(line)


def _progress_words(view: ItemView) -> str:
    if not _is_done(view):
        return f"{view.state} {view.progress * 100:.0f} %"
    error = view.error or (AppError(view.waiting) if view.waiting else None)
    return f"{view.state}. {error_text(error).in_one_line()}" if error else view.state


def _what_goes_on(*, goes_on: bool) -> str:
    if goes_on:
        return "Stopped waiting. The Lantern that is open goes on with the work: `lantern items` shows how far it is."
    return (
        "Stopped waiting. What is finished is in your library. The rest goes on from where it was when you open "
        "Lantern, or when you run the same command again."
    )


def _imported(result: ImportResult, view: ItemView | None) -> ImportedFile:
    error = result.error
    if error is None and view is not None:
        error = view.error or (AppError(view.waiting) if view.waiting else None)
    notice = AppError(view.notice) if view is not None and view.notice else None
    return ImportedFile(
        path=str(result.path),
        outcome=result.outcome,
        id=str(result.item_id) if result.item_id else None,
        title=view.title if view else None,
        state=view.state if view else None,
        error=_told(error),
        notice=_told(notice),
    )


def _told(error: AppError | None) -> dict[str, str] | None:
    return {"code": error.code, "message": error_text(error).in_one_line()} if error else None


def items_command(context: typer.Context, *, as_json: Json = False) -> None:
    """List what is in the library, newest first."""
    found = with_services(context, lambda services: services.media.items(), as_json=as_json)
    rows = [ListedItem(str(view.id), view.title, view.kind, view.state, view.duration_ms) for view in found]
    if as_json:
        say_json(rows)
        return
    if not rows:
        note("Your library is empty. Add something with `lantern import`.")
    for row in rows:
        say(f"{row.id}  {row.state:12}  {row.kind:8}  {_clock(row.duration_ms):>8}  {row.title}")


def transcript_command(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ID", help="An item's id, from `lantern items`.")],
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="txt prints the words only.")
    ] = ExportFormat.TXT,
) -> None:
    """Print what was said or written."""

    async def work(services: Services) -> tuple[str, str]:
        item_id = ItemId(parse_id(item))
        text = await services.media.transcripts.export(item_id, format_)
        return text, (await services.media.item(item_id)).notice

    text, notice = with_services(context, work)
    say(text.rstrip("\n"))
    if notice:
        note(error_text(AppError(notice)).in_one_line())


def search_command(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help='Words, "an exact phrase", or the beginning of a word*.')],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages at most.")] = 5,
    *,
    item: Annotated[str | None, typer.Option(help="Search only in the item with this id.")] = None,
    as_json: Json = False,
) -> None:
    """Find passages and the second or page where they are."""

    async def work(services: Services) -> list[SearchHit]:
        hits = await services.search.search(SearchQuery(query, await _scope(services, item), limit))
        await _note_words_only(services)
        return hits

    hits = with_services(context, work, as_json=as_json)
    if as_json:
        say_json([_found(hit) for hit in hits])
        return
    if not hits:
        note("Nothing in your library matches. Try other words.")
    for hit in hits:
        say(f"{hit.title} {_place(hit.start_ms, hit.page)}\n  {hit.quote}\n")


async def _scope(services: Services, item: str | None) -> Scope:
    if item is None:
        return Scope()
    item_id = ItemId(parse_id(item))
    await services.media.item(item_id)
    return Scope(item_id=item_id)


async def _note_words_only(services: Services) -> None:
    """Say so when the provider that embeds could not be asked, so that only words were searched."""
    status = await services.search.status()
    if status.problem is not None and status.falls_back:
        note(error_text(status.problem).in_one_line())


def _found(hit: SearchHit) -> FoundPassage:
    return FoundPassage(
        str(hit.item_id), hit.title, hit.start_ms, hit.end_ms, hit.page, round(hit.score, 4), hit.quote
    )


def ask_command(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question about what is in the library.")],
    *,
    as_json: Json = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Answer from the library alone, without AI.")
    ] = False,
) -> None:
    """Answer a question from the library, with the passages it rests on."""

    async def work(services: Services) -> AskResult:
        found = await services.chat.answer_once(question, offline=offline)
        await _note_words_only(services)
        return found

    answer = with_services(context, work, as_json=as_json)
    if answer.problem is not None:
        note(error_text(answer.problem.error).in_one_line())
    if as_json:
        say_json(_asked(answer))
        return
    say(answer.answer)
    sources = [f"[{one.n}] {one.title} {_place(one.start_ms, one.page)}".rstrip() for one in answer.citations]
    if sources:
        say("\n" + "\n".join(sources))


def _asked(answer: AskResult) -> Asked:
    cited = [
        Cited(one.n, str(one.item_id), one.title, one.start_ms, one.end_ms, one.page, one.text)
        for one in answer.citations
    ]
    return Asked(answer.mode, answer.answer, cited, answer.match)


def _place(start_ms: int | None, page: int | None) -> str:
    if page is not None:
        return f"(page {page})"
    return f"({_clock(start_ms)})" if start_ms is not None else ""


def _clock(ms: int | None) -> str:
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
