"""Speech to text for one window of sound, with faster-whisper. Runs in the worker process; knows no files of ours.

Settings measured in design/media-and-search.md 4: int8, beam 5, batched, word times, voice-activity filter.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desktop.media.audio import SAMPLE_RATE, SAMPLES_PER_MS
from desktop.media.segments import Segment, Word, into_segments, tidy_words
from shared.errors import AppError

PIECE_S = 30
BEAM = 5
_MIN_SILENCE_MS = 160
_VAD_PAD_MS = 400
"""faster-whisper's own values for its batched pipeline."""

COVERED_SHARE = 0.95
_NEAR_MS = 500
_HOLE_MS = 3_000
"""Speech further than this from any word, for this long, counts as not covered."""
_LANGUAGE_PIECES = 3

Sound = Any
"""One-dimensional float32 numpy array, 16 kHz."""


class Span(NamedTuple):
    """A half-open stretch of sound, in milliseconds or samples as said."""

    start: int
    end: int


class Heard(NamedTuple):
    """What one window gave. Times count from the window's beginning; `redone`: decoded a second time, and better."""

    segments: list[Segment]
    speech_ms: int
    redone: bool


class _Options(NamedTuple):
    language: str
    task: str
    beam: int = BEAM


class _Decoded(NamedTuple):
    words: list[Word]
    logprob: float


class Recogniser:
    """A loaded Whisper model."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load. Raises `AppError("models.damaged")` when the model cannot be read."""
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        try:
            self._model = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as cause:
            if _is_memory(cause):
                raise AppError("media.out_of_memory", detail=str(cause)) from cause
            raise AppError("models.damaged", name=folder.name, detail=str(cause)) from cause
        self._pipeline = BatchedInferencePipeline(self._model)

    @property
    def multilingual(self) -> bool:
        """Whether the model knows more than English."""
        return bool(self._model.model.is_multilingual)

    def speech(self, sound: Sound) -> list[Span]:
        """Where somebody speaks, in samples, each at most 30 s: what the batched pipeline would find itself."""
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        if not len(sound):
            return []
        options = VadOptions(
            max_speech_duration_s=PIECE_S, min_silence_duration_ms=_MIN_SILENCE_MS, speech_pad_ms=_VAD_PAD_MS
        )
        return [Span(int(span["start"]), int(span["end"])) for span in get_speech_timestamps(sound, options)]

    def language(self, sound: Sound, speech: Sequence[Span]) -> str:
        """Language code of what is spoken: the majority over a few pieces unless the first is clear."""
        if not self.multilingual:
            return "en"
        voiced = _voiced(sound, speech)[: _LANGUAGE_PIECES * PIECE_S * SAMPLE_RATE]
        language, _, _ = self._model.detect_language(
            audio=voiced, language_detection_segments=_LANGUAGE_PIECES
        )
        return str(language)

    def listen(
        self,
        sound: Sound,
        speech: Sequence[Span],
        *,
        language: str,
        translate: bool,
        batch: int,
        check: Callable[[float], None],
        glimpse: bool = False,
    ) -> Heard:
        """Decode one window. `check(share_done)` is called between batches and may raise to stop.

        A `glimpse` is decoded greedily and not checked for lost words: it is replaced in a moment. A batch that
        does not fit into memory is halved. Raises `AppError("media.out_of_memory")`.
        """
        if not speech:
            return Heard([], 0, redone=False)
        task = "translate" if translate and self.multilingual else "transcribe"
        options = _Options(language, task, 1 if glimpse else BEAM)
        decoded = self._with_less_memory(
            min(batch, len(packed(speech))), lambda size: self._batched(sound, speech, options, size, check)
        )
        redone = False
        if not glimpse and covered_share(speech, decoded.words) < COVERED_SHARE:
            again = self._sequential(sound, speech, options, check)
            if again.words and again.logprob > decoded.logprob:
                decoded, redone = again, True
        length_ms = len(sound) // SAMPLES_PER_MS
        speech_ms = sum(span.end - span.start for span in speech) // SAMPLES_PER_MS
        return Heard(into_segments(tidy_words(decoded.words, 0, length_ms)), speech_ms, redone)

    def _with_less_memory(self, batch: int, decode: Callable[[int], _Decoded]) -> _Decoded:
        size = batch
        while True:
            try:
                return decode(size)
            except (MemoryError, RuntimeError) as cause:
                if not _is_memory(cause):
                    raise
                if size == 1:
                    raise AppError("media.out_of_memory", detail=str(cause)) from cause
                size //= 2

    def _batched(
        self,
        sound: Sound,
        speech: Sequence[Span],
        options: _Options,
        batch: int,
        check: Callable[[float], None],
    ) -> _Decoded:
        import numpy as np

        pieces = packed(speech)
        voiced = np.concatenate([sound[span.start : span.end] for piece in pieces for span in piece])
        clips: list[dict[str, float]] = []
        position = 0
        for piece in pieces:
            length = sum(span.end - span.start for span in piece)
            clips.append({"start": position / SAMPLE_RATE, "end": (position + length) / SAMPLE_RATE})
            position += length
        # Equal batches instead of full ones and a rest: nine pieces are decoded as three times three.
        rounds = -(-len(pieces) // batch)
        segments, _ = self._pipeline.transcribe(
            voiced,
            beam_size=options.beam,
            batch_size=-(-len(pieces) // rounds),
            word_timestamps=True,
            vad_filter=False,
            clip_timestamps=clips,
            language=options.language,
            task=options.task,
        )
        return self._collected(segments, speech, len(pieces), check)

    def _sequential(
        self, sound: Sound, speech: Sequence[Span], options: _Options, check: Callable[[float], None]
    ) -> _Decoded:
        """The slower way, which tries a doubtful piece again at a higher temperature."""
        segments, _ = self._model.transcribe(
            _voiced(sound, speech),
            beam_size=BEAM,
            word_timestamps=True,
            condition_on_previous_text=False,
            language=options.language,
            task=options.task,
        )
        return self._collected(segments, speech, 0, check)

    @staticmethod
    def _collected(
        segments: Any, speech: Sequence[Span], pieces: int, check: Callable[[float], None]
    ) -> _Decoded:
        from faster_whisper.vad import SpeechTimestampsMap

        times = SpeechTimestampsMap(
            [{"start": span.start, "end": span.end} for span in speech], SAMPLE_RATE, 3
        )
        words: list[Word] = []
        logprob = tokens = 0.0
        for count, segment in enumerate(segments, 1):
            check(min(1.0, count / pieces) if pieces else 1.0)
            logprob += segment.avg_logprob * len(segment.tokens)
            tokens += len(segment.tokens)
            for word in segment.words or ():
                index = times.get_chunk_index((word.start + word.end) / 2)
                words.append(
                    Word(
                        round(times.get_original_time(word.start, index) * 1000),
                        round(times.get_original_time(word.end, index) * 1000),
                        word.word,
                        round(float(word.probability), 3),
                    )
                )
        return _Decoded(words, logprob / tokens if tokens else float("-inf"))


def _is_memory(cause: BaseException) -> bool:
    text = str(cause).lower()
    return isinstance(cause, MemoryError) or "alloc" in text or "memory" in text


def _voiced(sound: Sound, speech: Sequence[Span]) -> Sound:
    import numpy as np

    return np.concatenate([sound[span.start : span.end] for span in speech])


def packed(speech: Sequence[Span]) -> list[list[Span]]:
    """Put spans together, in order, into pieces of at most 30 s of speech, as the batched pipeline does."""
    pieces: list[list[Span]] = []
    length = 0
    for span in speech:
        size = span.end - span.start
        if not pieces or length + size > PIECE_S * SAMPLE_RATE:
            pieces.append([])
            length = 0
        pieces[-1].append(span)
        length += size
    return pieces


def covered_share(speech: Sequence[Span], words: Sequence[Word]) -> float:
    """Share of the speech (spans in samples) that lies near a word; only holes of three seconds and more count.

    Shorter holes are breaths and the padding around speech: decoding those again added wrong words.
    """
    total_ms = sum(span.end - span.start for span in speech) / SAMPLES_PER_MS
    if not total_ms:
        return 1.0
    near = sorted((word.start_ms - _NEAR_MS, word.end_ms + _NEAR_MS) for word in words)
    missing_ms = 0.0
    for span in speech:
        at, end = span.start / SAMPLES_PER_MS, span.end / SAMPLES_PER_MS
        for start_ms, end_ms in near:
            if end_ms <= at:
                continue
            if start_ms >= end:
                break
            missing_ms += _hole(at, start_ms)
            at = max(at, end_ms)
        missing_ms += _hole(at, end)
    return 1.0 - missing_ms / total_ms


def _hole(start_ms: float, end_ms: float) -> float:
    length = end_ms - start_ms
    return length if length >= _HOLE_MS else 0.0
