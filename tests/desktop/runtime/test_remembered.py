import asyncio

import msgspec
import pytest

from desktop.runtime.remembered import RememberedFile
from shared.errors import AppError


class Told(msgspec.Struct, frozen=True):
    words: tuple[str, ...] = ()
    count: int = 0


async def test_it_remembers(tmp_path):
    file = tmp_path / "told.json"
    await RememberedFile(file, Told).write(Told(("one",), 2))
    assert RememberedFile(file, Told).read() == Told(("one",), 2)
    assert [path.name for path in tmp_path.iterdir()] == ["told.json"]


@pytest.mark.parametrize("held", [None, b"", b"{", b"[]", b'{"words": 3}', b'{"count": "\xff"}', b"\x80"])
def test_what_cannot_be_read_is_nothing(tmp_path, held):
    if held is not None:
        (tmp_path / "told.json").write_bytes(held)
    assert RememberedFile(tmp_path / "told.json", Told).read() == Told()


async def test_two_that_write_at_once_do_not_take_each_others_file(tmp_path):
    one, other = (RememberedFile(tmp_path / "told.json", Told) for _ in range(2))
    async with asyncio.TaskGroup() as group:
        for count in range(20):
            group.create_task((one, other)[count % 2].write(Told(count=count)))
    await one.write(Told(("last",)))
    assert other.read() == Told(("last",))
    assert not list(tmp_path.glob("*.part"))


async def test_a_folder_that_is_gone_is_an_error_with_words(tmp_path):
    with pytest.raises(AppError) as error:
        await RememberedFile(tmp_path / "gone" / "told.json", Told).write(Told())
    assert error.value.code == "storage.file_missing"
