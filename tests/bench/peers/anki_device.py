"""One Anki collection that obeys commands: JSON lines in, JSON lines out. Runs in an environment that holds `anki`.

Every answer has what the command cost this process: `cpu_s`, `wall_s`, and `peak_mb` so far. Notes, cards and reviews
are written with SQL where there are many, as an import would, and through Anki's own interface where they are edits.
"""

import json
import resource
import sys
import time
from pathlib import Path

from anki.collection import AddNoteRequest, Collection  # pyright: ignore[reportMissingImports]
from anki.decks import DeckId  # pyright: ignore[reportMissingImports]

REVIEW_BASE_MS = 1_700_000_000_000


class Device:
    def __init__(self, path: str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.col = Collection(path)
        self.auth = None

    def login(self, endpoint: str) -> dict:
        self.auth = self.col.sync_login("user", "pass", endpoint)
        return {}

    def fill(self, notes: int, reviews: int) -> dict:
        """Notes with one card each, and reviews, unsent."""
        basic = self.col.models.by_name("Basic")
        first = REVIEW_BASE_MS
        db = self.col.db
        db.executemany(
            "insert into notes values (?, ?, ?, ?, -1, '', ?, ?, 0, 0, '')",
            [
                (
                    first + n,
                    f"g{n:09}",
                    basic["id"],
                    first // 1000,
                    f"front {n} of a card\x1fback {n} {n * 7919}",
                    f"front {n}",
                )
                for n in range(notes)
            ],
        )
        db.executemany(
            "insert into cards values (?, ?, 1, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            [(first + n, first + n, first // 1000, n) for n in range(notes)],
        )
        self.review(reviews, notes)
        return {}

    def review(self, count: int, notes: int, offset: int = 0) -> dict:
        first = REVIEW_BASE_MS + offset
        self.col.db.executemany(
            "insert into revlog values (?, ?, -1, ?, ?, ?, 2500, ?, 1)",
            [
                (
                    first + n,
                    REVIEW_BASE_MS + n * 7919 % notes,
                    1 + n % 4,
                    1 + n % 90,
                    n % 60,
                    2_000 + n * 37 % 9_000,
                )
                for n in range(count)
            ],
        )
        self.col.db.execute("update col set mod = ?", int(time.time() * 1000))
        return {}

    def edit(self, changed: int, added: int) -> dict:
        ids = self.col.db.list("select id from notes order by id limit ?", changed)
        notes = [self.col.get_note(one) for one in ids]
        for number, note in enumerate(notes):
            note.fields[0] = f"edited front {number} {time.time_ns()}"
        if notes:
            self.col.update_notes(notes)
        basic = self.col.models.by_name("Basic")
        made = []
        for number in range(added):
            note = self.col.new_note(basic)
            note.fields = [f"new front {number} {time.time_ns()}", f"new back {number}"]
            made.append(AddNoteRequest(note, DeckId(1)))
        if made:
            self.col.add_notes(made)
        return {}

    def sync(self) -> dict:
        return {"required": int(self.col.sync_collection(self.auth, False).required)}

    def full(self, *, upload: bool) -> dict:
        self.col.close_for_full_sync()
        self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        self.col.reopen(after_full_sync=True)
        return {}

    def count(self) -> dict:
        tables = ("notes", "cards", "revlog")
        return {name: self.col.db.scalar(f"select count() from {name}") for name in tables}

    def close(self) -> dict:
        self.col.close()
        return {}


def main() -> None:
    device = Device(sys.argv[1])
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("do")
        before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        try:
            answer = getattr(device, name)(**command)
        except Exception as error:  # noqa: BLE001 - told to the bench
            answer = {"error": f"{type(error).__name__}: {error}"}
        after = resource.getrusage(resource.RUSAGE_SELF)
        answer |= {
            "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "wall_s": time.perf_counter() - started,
            "peak_mb": after.ru_maxrss / 1024,
        }
        print(json.dumps(answer), flush=True)
        if name == "close":
            return


if __name__ == "__main__":
    main()
