"""Settings: declared once, checked, stored where they belong."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.settings.declarations import SETTINGS
from desktop.settings.service import DeviceSettings, SettingsService
from shared.errors import AppError


@pytest.fixture
async def settings(paths, database, bus):
    made = SettingsService(DeviceSettings(paths.settings_file), database, bus)
    await made.load()
    return made


async def test_every_setting_has_a_default_that_fits(settings):
    for setting in SETTINGS:
        value = settings.get(setting.key)
        await settings.set(setting.key, value)


async def test_a_device_setting_stays_in_its_file(settings, paths, database, bus):
    await settings.set("theme", "dark")
    assert DeviceSettings(paths.settings_file).get("theme") == "dark"
    async with database.reader() as reader:
        assert not list(await reader.execute_fetchall("SELECT 1 FROM setting"))


async def test_a_profile_setting_is_a_synced_record(settings, database, bus, changes, paths):
    await settings.set("search_results", 8)
    again = SettingsService(DeviceSettings(paths.settings_file), database, bus)
    await again.load()
    assert again.get("search_results") == 8
    assert any(change.touches("setting") for change in changes)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "pink"),
        ("text_scale", 20),
        ("text_scale", "big"),
        ("reduce_motion", 1),
        ("watched_folders", [3]),
    ],
)
async def test_values_that_do_not_fit_are_refused(settings, key, value):
    before = settings.get(key)
    with pytest.raises(AppError) as caught:
        await settings.set(key, value)
    assert caught.value.code == "settings.invalid"
    assert settings.get(key) == before


async def test_an_unknown_key_is_refused(settings):
    with pytest.raises(AppError):
        settings.get("no_such_thing")


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b'{"theme": 7, "text_scale": 100000, "gone": 1}'])
def test_a_torn_device_file_never_keeps_the_program_from_starting(paths, content):
    paths.settings_file.write_bytes(content)
    assert DeviceSettings(paths.settings_file).get("theme") == "system"


def test_many_threads_may_save_at_once(paths):
    device = DeviceSettings(paths.settings_file)
    values = {
        "theme": "dark",
        "text_scale": 150,
        "reduce_motion": True,
        "language": "es",
        "speech_model": "base",
    }
    with ThreadPoolExecutor(len(values)) as pool:
        for _ in range(20):
            for saved in [pool.submit(device.save, key, value) for key, value in values.items()]:
                saved.result()
    again = DeviceSettings(paths.settings_file)
    assert {key: again.get(key) for key in values} == values
    assert [path.name for path in paths.root.glob("*.part")] == []


def test_what_another_process_saved_is_kept(paths):
    ours, theirs = DeviceSettings(paths.settings_file), DeviceSettings(paths.settings_file)
    theirs.save("theme", "dark")
    ours.save("text_scale", 150)
    again = DeviceSettings(paths.settings_file)
    assert (again.get("theme"), again.get("text_scale")) == ("dark", 150)
