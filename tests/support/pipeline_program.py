"""A program that imports one file and waits for its transcript, for benches that measure it from outside.

Arguments: data folder, media file, model. Writes one JSON line: times in seconds since the import began, and the words.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from tests.support.media_profile import media_profile


async def main() -> None:
    data_dir, path, model = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    async with media_profile(data_dir, models=(model,)) as profile:
        profile.media.start(watch_folders=False)
        begun = time.monotonic()
        (item_id,) = await profile.added(path, model=model)
        imported_s = time.monotonic() - begun
        await profile.until(item_id, lambda item: item.progress > 0 or item.waiting == "", 7_200)
        first_s = None
        changed = asyncio.Event()
        profile.bus.subscribe(lambda _: changed.set())
        while first_s is None:
            changed.clear()
            if await profile.media.transcripts.segments(item_id):
                first_s = time.monotonic() - begun
            else:
                await changed.wait()
        item = await profile.finished(item_id, limit_s=7_200)
        segments = await profile.media.transcripts.segments(item_id)
        report = {
            "state": item.state.value,
            "imported_s": imported_s,
            "first_text_s": first_s,
            "whole_s": time.monotonic() - begun,
            "duration_ms": item.duration_ms,
            "text": " ".join(segment.text for segment in segments),
        }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
