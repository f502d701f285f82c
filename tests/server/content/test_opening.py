"""The settings decide where files are kept."""

import msgspec
import pytest

from server.config.declarations import ContentSection, ServerConfig, ServerSection
from server.content.local_files import LocalFiles
from server.content.opening import open_files
from shared.errors import AppError


async def test_a_folder_of_its_own_or_in_the_data_folder(tmp_path):
    config = ServerConfig(server=ServerSection(data_dir=str(tmp_path / "data")))
    assert isinstance(await open_files(config), LocalFiles)
    assert (tmp_path / "data" / "content" / "uploads").is_dir()
    named = msgspec.structs.replace(config, content=ContentSection(folder=str(tmp_path / "elsewhere")))
    await open_files(named)
    assert (tmp_path / "elsewhere" / "files").is_dir()


async def test_a_store_that_does_not_answer_is_told(tmp_path):
    section = ContentSection(
        store="s3", s3_endpoint="http://127.0.0.1:9", s3_bucket="b", s3_access_key="a", s3_secret_key="b"
    )
    with pytest.raises(AppError, match=r"content\.store_unreachable"):
        await open_files(ServerConfig(content=section))
