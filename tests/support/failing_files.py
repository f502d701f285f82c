"""A folder of content that dies once before or after a named step, as kill -9 does."""

from server.content.local_files import LocalFiles


class Crash(BaseException):
    """Stands for kill -9 at a point."""


class FailingFiles(LocalFiles):
    """Crashes once before or after the named step."""

    def __init__(self, folder, step: str) -> None:
        super().__init__(folder)
        self.step = step

    def _at(self, step: str) -> None:
        if self.step == step:
            self.step = ""
            raise Crash

    async def write(self, upload_id, offset, data):
        self._at("before write")
        await super().write(upload_id, offset, data)
        self._at("after write")

    async def prepare(self, upload_id, sha256, size_bytes):
        self._at("before prepare")
        prepared = await super().prepare(upload_id, sha256, size_bytes)
        self._at("after prepare")
        return prepared

    async def place(self, upload_id, sha256):
        self._at("before place")
        await super().place(upload_id, sha256)
        self._at("after place")

    async def discard(self, upload_id):
        self._at("before discard")
        await super().discard(upload_id)


STEPS = [
    "before write",
    "after write",
    "before prepare",
    "after prepare",
    "before place",
    "after place",
    "before discard",
]
