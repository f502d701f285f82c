"""The media worker process: probing, thumbnails, documents, speech. One request at a time; keeps the loaded model."""

import os
import time
from pathlib import Path
from typing import Any

import msgspec

from desktop.media.documents import read_document
from desktop.media.messages import (
    DocumentRequest,
    DocumentText,
    JoinRequest,
    ProbeRequest,
    ThumbnailRequest,
    TranscribeRequest,
)
from desktop.media.probing import probe
from desktop.media.recording_join import join_pieces
from desktop.media.speech import Recogniser
from desktop.media.thumbnails import draw
from desktop.media.transcription import Transcription
from desktop.runtime.worker_serving import Context, serve

MODULE = "desktop.media.worker"


class _LoadedModel:
    """The model of the last transcription: loading takes longer than a short recording."""

    def __init__(self) -> None:
        self._key: tuple[str, int] | None = None
        self._recogniser: Recogniser | None = None

    def get(self, request: TranscribeRequest) -> Recogniser:
        key = (request.model_folder, request.threads)
        if self._recogniser is None or self._key != key:
            self._recogniser = None
            self._recogniser, self._key = Recogniser(Path(request.model_folder), request.threads), key
        return self._recogniser


_MODEL = _LoadedModel()


def _probe(payload: dict[str, Any], _context: Context) -> Any:
    request = msgspec.convert(payload, ProbeRequest)
    return msgspec.to_builtins(probe(Path(os.fsdecode(request.path))))


def _thumbnail(payload: dict[str, Any], _context: Context) -> bool:
    request = msgspec.convert(payload, ThumbnailRequest)
    return draw(Path(request.path), request.kind, request.suffix, Path(request.target))


def _document(payload: dict[str, Any], context: Context) -> Any:
    request = msgspec.convert(payload, DocumentRequest)
    begun = time.process_time()

    def check(_share: float) -> None:
        context.check()

    segments = read_document(Path(request.path), request.suffix, check)
    return msgspec.to_builtins(DocumentText(segments, round((time.process_time() - begun) * 1000)))


def _transcribe(payload: dict[str, Any], context: Context) -> Any:
    request = msgspec.convert(payload, TranscribeRequest)
    work = Transcription(
        request, _MODEL.get(request), lambda event: context.emit(msgspec.to_builtins(event)), context.check
    )
    return msgspec.to_builtins(work.run())


def _join(payload: dict[str, Any], context: Context) -> int:
    request = msgspec.convert(payload, JoinRequest)
    pieces = [Path(piece) for piece in request.pieces]
    return join_pieces(pieces, request.rate, request.channels, Path(request.target), context.check)


HANDLERS = {
    "probe": _probe,
    "thumbnail": _thumbnail,
    "document": _document,
    "transcribe": _transcribe,
    "join": _join,
}


def main() -> None:
    """Serve until the parent closes the pipe."""
    serve(HANDLERS)


if __name__ == "__main__":
    main()
