from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.audio import SAMPLE_RATE
from desktop.media.segments import Word
from desktop.media.speech import PIECE_S, Recogniser, Span, covered_share, packed
from shared.errors import AppError
from tests.support.model_cache import model_folder
from tests.support.speech import SENTENCES, silence, sound, tone


def listen(recogniser, samples, *, batch=4, language="en", translate=False, check=lambda _share: None):
    return recogniser.listen(
        samples,
        recogniser.speech(samples),
        language=language,
        translate=translate,
        batch=batch,
        check=check,
    )


def plain(text):
    return "".join(character for character in text.lower() if character.isalnum() or character == " ").split()


def test_speech_becomes_words_at_their_times(recogniser):
    end_ms = SENTENCES[3].end_ms + 200
    heard = listen(recogniser, sound(0, end_ms))
    expected = plain(" ".join(sentence.text for sentence in SENTENCES[:4]))
    found = plain(" ".join(segment.text for segment in heard.segments))
    assert len(set(expected) - set(found)) <= len(expected) * 0.15
    for sentence in SENTENCES[1:3]:
        starts = [segment.start_ms for segment in heard.segments]
        assert min(abs(start - sentence.start_ms) for start in starts) < 600
    assert heard.speech_ms > 0.8 * end_ms
    assert not heard.redone


def test_words_join_to_the_text_and_are_in_order(recogniser):
    heard = listen(recogniser, sound(0, 15_000))
    words = [word for segment in heard.segments for word in segment.words]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))
    assert all(0 < word.probability <= 1 for word in words)
    assert all(segment.text == "".join(w.text for w in segment.words).strip() for segment in heard.segments)


def test_silence_between_does_not_shift_times(recogniser):
    first = sound(0, 5_000)
    gapped = np.concatenate([silence(20_000), first])
    shifted = listen(recogniser, gapped).segments[0].start_ms
    plain_start = listen(recogniser, first).segments[0].start_ms
    assert shifted - plain_start == pytest.approx(20_000, abs=300)


def test_nobody_speaks_in_silence_and_tones(recogniser):
    for samples in (silence(5_000), tone(5_000), np.zeros(0, np.float32)):
        assert recogniser.speech(samples) == []
    assert listen(recogniser, silence(5_000)).segments == []


def test_the_check_between_batches_can_stop(recogniser):
    calls = []

    def stop(share):
        calls.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        listen(recogniser, sound(0, 10_000), check=stop)
    assert calls == [1.0]


def test_a_batch_that_does_not_fit_is_halved(recogniser, monkeypatch):
    sizes = []
    real = recogniser._pipeline.transcribe

    def small_memory(samples, *, batch_size, **options):
        sizes.append(batch_size)
        if batch_size > 1:
            raise RuntimeError("mkl_malloc: failed to allocate memory")
        return real(samples, batch_size=batch_size, **options)

    monkeypatch.setattr(recogniser._pipeline, "transcribe", small_memory)
    heard = listen(recogniser, sound(0, 50_000), batch=4)
    assert sizes == [2, 1]
    assert heard.segments


def test_no_memory_at_all_is_told(recogniser, monkeypatch):
    def no_memory(*_args, **_options):
        raise MemoryError

    monkeypatch.setattr(recogniser._pipeline, "transcribe", no_memory)
    with pytest.raises(AppError) as refused:
        listen(recogniser, sound(0, 5_000))
    assert refused.value.code == "media.out_of_memory"
    assert refused.value.retryable


def test_a_bug_is_not_taken_for_lack_of_memory(recogniser, monkeypatch):
    def broken(*_args, **_options):
        raise RuntimeError("bad shape")

    monkeypatch.setattr(recogniser._pipeline, "transcribe", broken)
    with pytest.raises(RuntimeError, match="bad shape"):
        listen(recogniser, sound(0, 5_000))


def test_words_lost_by_the_fast_way_are_heard_again(recogniser, monkeypatch):
    real = recogniser._pipeline.transcribe

    def drops_the_tail(samples, **options):
        segments, info = real(samples, **options)
        kept = []
        for segment in segments:
            segment.words = segment.words[:6]
            segment.avg_logprob = -0.9
            kept.append(segment)
        return iter(kept), info

    monkeypatch.setattr(recogniser._pipeline, "transcribe", drops_the_tail)
    heard = listen(recogniser, sound(0, 20_000))
    assert heard.redone
    assert sum(len(segment.words) for segment in heard.segments) > 30


def test_english_models_hear_english(recogniser):
    samples = sound(0, 5_000)
    assert not recogniser.multilingual
    assert recogniser.language(samples, recogniser.speech(samples)) == "en"


def test_a_broken_model_is_damaged(tmp_path):
    for file in model_folder("tiny.en").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[:5_000])
    with pytest.raises(AppError) as refused:
        Recogniser(tmp_path, threads=1)
    assert refused.value.code == "models.damaged"


def spans(*pairs_ms):
    return [Span(start * 16, end * 16) for start, end in pairs_ms]


def test_only_long_holes_count_as_not_covered():
    words = [Word(0, 4_000, " a", 1), Word(5_500, 10_000, " b", 1)]
    assert covered_share(spans((0, 10_000)), words) == 1.0
    assert covered_share(spans((0, 20_000)), words) == pytest.approx(1 - 9_500 / 20_000)
    assert covered_share(spans((0, 10_000)), []) == 0.0
    assert covered_share([], []) == 1.0


@given(st.lists(st.tuples(st.integers(1, PIECE_S * SAMPLE_RATE), st.integers(0, 100_000)), max_size=60))
def test_pieces_keep_all_speech_in_order_within_thirty_seconds(parts):
    speech, at = [], 0
    for length, gap in parts:
        speech.append(Span(at + gap, at + gap + length))
        at += gap + length
    pieces = packed(speech)
    assert [span for piece in pieces for span in piece] == speech
    lengths = [sum(span.end - span.start for span in piece) for piece in pieces]
    assert all(0 < length <= PIECE_S * SAMPLE_RATE for length in lengths)
