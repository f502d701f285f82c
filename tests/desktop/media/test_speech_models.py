import pytest

from desktop.media.speech_models import SpeechModel, choose, document_key, transcript_key, wanted_name
from desktop.models.service import ModelsService
from shared.errors import AppError
from tests.support.model_cache import put_models

SHA = bytes(32)


@pytest.fixture
def models(paths):
    return ModelsService(paths.models_dir, folders=())


async def test_the_best_model_there_is_chosen_unless_one_is_asked_for(models, paths):
    assert wanted_name(models, "") == "tiny.en"
    put_models(paths.models_dir, "tiny.en")
    assert (await choose(models, "")).name == "tiny.en"
    put_models(paths.models_dir, "base")
    assert wanted_name(models, "") == "base"
    assert (await choose(models, "tiny.en")).folder == paths.models_dir / "tiny.en"


async def test_a_missing_model_is_named(models):
    with pytest.raises(AppError) as refused:
        await choose(models, "base")
    assert refused.value.code == "models.missing"
    assert refused.value.parameters["name"] == "base"


def test_a_transcript_is_named_by_sound_model_and_options(tmp_path):
    small = SpeechModel("tiny.en", tmp_path, b"1")
    medium = SpeechModel("base", tmp_path, b"2")
    assert (small.multilingual, medium.multilingual) == (False, True)
    keys = {
        transcript_key(SHA, small, translate=False),
        transcript_key(SHA, medium, translate=False),
        transcript_key(SHA, medium, translate=True),
        transcript_key(b"\x01" * 32, small, translate=False),
        document_key(SHA),
    }
    assert len(keys) == 5
    assert transcript_key(SHA, small, translate=False) in keys


async def test_only_a_speech_model_can_be_asked_for(models, paths):
    put_models(paths.models_dir, "wordllama")
    for name in ("wordllama", "no-such-model"):
        with pytest.raises(AppError) as refused:
            await choose(models, name)
        assert refused.value.code == "models.unknown"
        assert refused.value.parameters["known"] == "base, tiny.en"
