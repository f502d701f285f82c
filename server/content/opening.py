"""Opens the place for files that the settings name. The only module that knows all places."""

from pathlib import Path

from server.config.declarations import ServerConfig
from server.content.local_files import LocalFiles
from server.content.s3 import S3Files
from server.content.stores import BlobStore


async def open_files(config: ServerConfig) -> BlobStore:
    """Open the store; `ContentService.close` closes it. Raises `AppError("content.store_unreachable")`."""
    section = config.content
    if section.store == "s3":
        return await S3Files.open(section)
    folder = Path(section.folder) if section.folder else Path(config.server.data_dir) / "content"
    return LocalFiles(folder.absolute(), min_free_bytes=section.min_free_bytes)
