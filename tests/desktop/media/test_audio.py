import av
import numpy as np
import pytest

from desktop.media.audio import SAMPLE_RATE, levels, samples
from shared.errors import AppError
from tests.support.speech import LECTURE, silence, tone, truncated, write_audio, write_video


def heard(path, start_ms=0):
    return np.concatenate(list(samples(path, start_ms)) or [np.zeros(0, np.float32)])


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg", ".m4a", ".webm"])
def test_every_kind_gives_mono_16_khz(tmp_path, suffix):
    path = write_audio(tmp_path / f"a{suffix}", tone(3_000), sample_rate=48_000)
    sound = heard(path)
    assert len(sound) / SAMPLE_RATE == pytest.approx(3.0, abs=0.1)
    assert sound.dtype == np.float32
    assert 0.05 < np.abs(sound).max() < 0.2


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a", ".ogg"])
def test_starting_later_gives_the_same_sound_at_the_same_time(tmp_path, suffix):
    """A resumed job must not shift its words: the part from 7.5 s is where it is in the whole."""
    sweep = (0.2 * np.sin(np.cumsum(np.linspace(0.02, 0.9, SAMPLE_RATE * 12)))).astype(np.float32)
    path = write_audio(tmp_path / f"a{suffix}", sweep, sample_rate=48_000)
    whole, part = heard(path), heard(path, 7_500)
    expected = whole[7_500 * 16 :]
    assert abs(len(part) - len(expected)) <= 64
    middle = slice(16_000, 32_000)
    shifts = range(-64, 65)
    errors = [np.abs(part[middle] - expected[16_000 + by : 32_000 + by]).mean() for by in shifts]
    assert abs(shifts[int(np.argmin(errors))]) <= 16


def test_the_sound_of_a_film_is_heard(tmp_path):
    assert len(heard(write_video(tmp_path / "a.mp4", tone(2_000)))) / SAMPLE_RATE == pytest.approx(
        2.0, abs=0.1
    )


def gapped(path, starts_s, **options):
    """A tone of a second at each of these times, and nothing between."""
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        for start_s in starts_s:
            for step in range(10):
                block = (tone(100) * 32767).astype("<i2").reshape(1, -1)
                frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
                frame.sample_rate = SAMPLE_RATE
                frame.pts = int(start_s * SAMPLE_RATE) + step * 1_600
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_a_gap_in_the_file_is_silence_on_the_timeline(tmp_path):
    """Phones and browsers leave gaps; without this, every later word would be early by the gap."""
    sound = np.abs(heard(gapped(tmp_path / "gap.mkv", (0.5, 4.0))))
    loud = np.flatnonzero(sound > 0.01) / SAMPLE_RATE
    assert loud.max() - loud.min() == pytest.approx(4.5, abs=0.05)
    assert sound[int(2.5 * SAMPLE_RATE)] == 0


def test_a_mad_time_stamp_makes_no_day_of_silence(tmp_path):
    """One flipped bit in a time stamp once claimed 22 hours of silence in a file of a second."""
    path = gapped(tmp_path / "mad.mkv", (0.0, 30_000.0), live="1")
    assert len(heard(path)) / SAMPLE_RATE == pytest.approx(2.0, abs=0.1)


def test_a_file_that_changes_its_format_is_heard_to_its_end(tmp_path):
    joined = tmp_path / "joined.mp3"
    parts = [
        write_audio(tmp_path / f"{rate}.mp3", tone(3_000), sample_rate=rate).read_bytes()
        for rate in (44_100, 48_000)
    ]
    joined.write_bytes(b"".join(parts))
    assert len(heard(joined)) / SAMPLE_RATE == pytest.approx(6.0, abs=0.3)


def test_damaged_bytes_cost_only_their_own_sound(tmp_path):
    path = write_audio(tmp_path / "a.mp3", tone(10_000))
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 400] = np.random.default_rng(3).bytes(400)
    path.write_bytes(raw)
    assert len(heard(path)) / SAMPLE_RATE == pytest.approx(10.0, abs=0.6)


def test_a_cut_file_gives_what_is_there(tmp_path):
    path = truncated(write_audio(tmp_path / "a.wav", tone(10_000)), tmp_path / "cut.wav", 0.5)
    assert len(heard(path)) / SAMPLE_RATE == pytest.approx(5.0, abs=0.2)


def test_errors_are_told(tmp_path):
    (tmp_path / "text.mp3").write_text("no sound")
    for name, code in (("gone.mp3", "storage.file_missing"), ("text.mp3", "media.unreadable")):
        with pytest.raises(AppError) as refused:
            list(samples(tmp_path / name))
        assert refused.value.code == code


def test_reading_is_a_stream():
    blocks = samples(LECTURE)
    first = next(blocks)
    assert len(first) < 30 * SAMPLE_RATE


def test_levels_are_root_mean_squares_per_frame():
    sound = np.concatenate([silence(20), np.full(320, 0.5, np.float32), silence(5)])
    assert levels(sound, 10) == pytest.approx([0, 0, 0.5, 0.5], abs=1e-6)
