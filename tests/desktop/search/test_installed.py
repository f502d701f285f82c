"""Which embedders search may use, from a real models service."""

import os

from desktop.models.service import ModelsService
from desktop.search.installed import DIMENSIONS, InstalledModels
from desktop.search.remote import Remote
from tests.support.fake_openai import FakeOpenAI
from tests.support.model_cache import damage, put_models
from tests.support.remote_embedding import ai_of, choose_openai


async def test_sound_embedders_best_first(tmp_path):
    installed = InstalledModels(ModelsService(tmp_path, folders=()))
    assert await installed.installed_embedders() == []
    put_models(tmp_path, "wordllama")
    (only,) = await installed.installed_embedders()
    assert (only.name, only.dimension, len(only.model_sha)) == ("wordllama", 256, 32)
    put_models(tmp_path, "minilm")
    found = await installed.installed_embedders()
    assert [one.name for one in found] == list(DIMENSIONS) == ["minilm", "wordllama"]
    assert len({one.model_sha for one in found}) == 2


async def test_a_damaged_embedder_is_not_used(tmp_path):
    put_models(tmp_path, "wordllama")
    damage(tmp_path / "wordllama" / "tokenizer.json")
    assert await InstalledModels(ModelsService(tmp_path, folders=())).installed_embedders() == []


async def test_a_model_in_doubt_is_read_whole(tmp_path):
    put_models(tmp_path, "wordllama")
    installed = InstalledModels(ModelsService(tmp_path, folders=()))
    (files,) = await installed.installed_embedders()
    path = files.folder / "tokenizer.json"
    seen = path.stat()
    damage(path)
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    await installed.doubt("wordllama")
    assert await installed.installed_embedders() == []


async def test_the_chosen_one_at_a_provider_comes_first(tmp_path, paths, database, clock, bus):
    put_models(tmp_path, "wordllama")
    async with FakeOpenAI.running() as fake, ai_of(paths, database, clock) as ai:
        installed = InstalledModels(ModelsService(tmp_path, bus, folders=()), ai.embeddings)
        assert [one.name for one in await installed.installed_embedders()] == ["wordllama"]
        await choose_openai(ai, fake)
        assert [one.name for one in await installed.installed_embedders()] == ["wordllama"], (
            "not measured yet"
        )
        await Remote(ai.embeddings, bus, clock).measure()
        names = [one.name for one in await installed.installed_embedders()]
        assert names == ["openai/text-embedding-3-small", "wordllama"]
