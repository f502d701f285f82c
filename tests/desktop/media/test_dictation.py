"""A few seconds of real speech become words; the worker is a real process."""

import pytest

from desktop.media.dictation import Dictation
from desktop.models.service import ModelsService
from shared.errors import AppError
from tests.support.model_cache import put_models
from tests.support.speech import RATE_HZ, SENTENCES, silence, sound


class Settings:
    def get(self, _name):
        return ""


def pcm(samples):
    return (samples * 32_767).astype("<i2").tobytes()


async def test_words_are_heard_and_no_sound_stays(paths, bus):
    put_models(paths.models_dir, "tiny.en")
    dictation = Dictation(ModelsService(paths.models_dir, bus, folders=()), Settings(), paths.temporary_dir)
    assert dictation.ready
    first = SENTENCES[0]
    try:
        heard = await dictation.words(pcm(sound(first.start_ms, first.end_ms)), rate=RATE_HZ, channels=1)
        assert first.text.split()[-1].strip(".").lower() in heard.text.lower()
        assert heard.language == "en"
        nothing = await dictation.words(pcm(silence(1_000)), rate=RATE_HZ, channels=1)
        assert nothing.text == ""
    finally:
        await dictation.close()
    assert list(paths.temporary_dir.iterdir()) == []


async def test_without_a_model(paths, bus):
    dictation = Dictation(ModelsService(paths.models_dir, bus, folders=()), Settings(), paths.temporary_dir)
    assert not dictation.ready
    with pytest.raises(AppError) as missing:
        await dictation.words(b"\0\0", rate=RATE_HZ, channels=1)
    assert missing.value.code == "models.missing"
    await dictation.close()


async def test_a_disk_without_room(paths, bus):
    put_models(paths.models_dir, "tiny.en")
    models = ModelsService(paths.models_dir, bus, folders=())
    dictation = Dictation(models, Settings(), paths.temporary_dir / "gone")
    with pytest.raises(AppError) as failed:
        await dictation.words(b"\0\0", rate=RATE_HZ, channels=1)
    assert failed.value.code.startswith("storage.")
    await dictation.close()
