"""Transcribes a whole recording window by window. Runs in the worker process; what it finds leaves as events."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desktop.media import windows
from desktop.media.audio import SAMPLES_PER_MS, levels, samples
from desktop.media.messages import (
    Preview,
    Progress,
    Transcribed,
    TranscribeEvent,
    TranscribeRequest,
    WindowDone,
)
from desktop.media.segments import Segment, Word
from desktop.media.speech import Recogniser, Sound
from desktop.media.windows import Window


class Cutter:
    """Collects a stream of sound and cuts it into windows; holds at most one window and what is needed to cut it."""

    def __init__(self, blocks: Iterator[Sound], start_ms: int, first_idx: int) -> None:
        self._blocks = blocks
        self._held: list[Sound] = []
        self._held_samples = 0
        self._ended = False
        self._start_ms = start_ms
        self._idx = first_idx

    def beginning(self, length_ms: int) -> Sound:
        """Return the first `length_ms` (or what there is) without taking it."""
        self._fill(length_ms * SAMPLES_PER_MS)
        return self._whole()[: length_ms * SAMPLES_PER_MS]

    def next(self) -> tuple[Window, Sound] | None:
        """Take the next window, or None at the end. A rest shorter than a millisecond is dropped."""
        self._fill(windows.LAST_WINDOW_MS * SAMPLES_PER_MS + 1)
        available_ms = self._held_samples // SAMPLES_PER_MS
        sound = self._whole()
        loudness: list[float] = []
        if available_ms > windows.LAST_WINDOW_MS or not self._ended:
            low, high = (ms * SAMPLES_PER_MS for ms in windows.search_range_ms())
            loudness = levels(sound[low:high], windows.LEVEL_MS)
        window = windows.next_window(self._idx, self._start_ms, available_ms, self._ended, loudness)
        if window is None:
            return None
        size = (window.end_ms - window.start_ms) * SAMPLES_PER_MS
        self._held, self._held_samples = [sound[size:]], len(sound) - size
        self._start_ms, self._idx = window.end_ms, window.idx + 1
        return window, sound[:size]

    @property
    def reached_ms(self) -> int:
        """End of the last window taken."""
        return self._start_ms

    def _fill(self, wanted: int) -> None:
        while self._held_samples < wanted and not self._ended:
            block = next(self._blocks, None)
            if block is None:
                self._ended = True
            else:
                self._held.append(block)
                self._held_samples += len(block)

    def _whole(self) -> Sound:
        import numpy as np

        whole = np.concatenate(self._held) if self._held else np.zeros(0, dtype=np.float32)
        self._held = [whole]
        return whole


class Transcription:
    """One recording on its way to text."""

    def __init__(
        self,
        request: TranscribeRequest,
        recogniser: Recogniser,
        emit: Callable[[TranscribeEvent], None],
        check: Callable[[], None],
    ) -> None:
        self._request = request
        self._recogniser = recogniser
        self._emit = emit
        self._check = check
        self._language = request.language
        self._cpu = time.process_time()
        self._wall = time.monotonic()

    def run(self) -> Transcribed:
        """Work from the requested start to the end of the recording.

        Raises AppError: `media.unreadable`, `media.no_audio`, `media.out_of_memory`, `storage.file_missing`.
        """
        request = self._request
        cutter = Cutter(samples(Path(request.path), request.start_ms), request.start_ms, request.first_window)
        preview_ms = windows.preview_length_ms(request.duration_ms, request.start_ms)
        if preview_ms:
            self._preview(cutter.beginning(preview_ms))
        while (taken := cutter.next()) is not None:
            self._check()
            self._window(*taken)
        return Transcribed(heard_ms=cutter.reached_ms)

    def _preview(self, sound: Sound) -> None:
        heard = self._listen(sound, lambda _: self._check(), glimpse=True)
        if heard is not None:
            self._emit(Preview(shifted(heard.segments, 0), self._language))

    def _window(self, window: Window, sound: Sound) -> None:
        length_ms = window.end_ms - window.start_ms

        def check(share: float) -> None:
            self._check()
            self._emit(Progress(window.start_ms + round(length_ms * share)))

        heard = self._listen(sound, check)
        cpu, wall = time.process_time(), time.monotonic()
        self._emit(
            WindowDone(
                idx=window.idx,
                start_ms=window.start_ms,
                end_ms=window.end_ms,
                segments=shifted(heard.segments, window.start_ms) if heard else [],
                language=self._language,
                speech_ms=heard.speech_ms if heard else 0,
                cpu_ms=round((cpu - self._cpu) * 1000),
                wall_ms=round((wall - self._wall) * 1000),
                redone=heard.redone if heard else False,
            )
        )
        self._cpu, self._wall = cpu, wall

    def _listen(self, sound: Sound, check: Callable[[float], None], *, glimpse: bool = False) -> Any:
        speech = self._recogniser.speech(sound)
        if not speech:
            return None
        self._check()
        if not self._language:
            self._language = self._recogniser.language(sound, speech)
        return self._recogniser.listen(
            sound,
            speech,
            language=self._language,
            translate=self._request.translate,
            batch=self._request.batch,
            check=check,
            glimpse=glimpse,
        )


def shifted(segments: list[Segment], by_ms: int) -> list[Segment]:
    """Move segments from the window's time to the recording's."""
    return [
        Segment(
            text=segment.text,
            start_ms=(segment.start_ms or 0) + by_ms,
            end_ms=(segment.end_ms or 0) + by_ms,
            words=tuple(
                Word(word.start_ms + by_ms, word.end_ms + by_ms, word.text, word.probability)
                for word in segment.words
            ),
        )
        for segment in segments
    ]
