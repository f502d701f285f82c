import pytest

from desktop.media.jobs import StageRegistry
from desktop.media.states import JobState


class Nothing:
    async def run(self, job, progress):
        pass


def test_others_may_register_their_stages_only():
    registry, handler = StageRegistry(), Nothing()
    registry.register("chunking", handler)
    assert registry.get(JobState.CHUNKING) is handler
    assert registry.get(JobState.EMBEDDING) is None
    for name in ("transcribing", "completed", "sorting"):
        with pytest.raises(ValueError, match=name):
            registry.register(name, handler)
