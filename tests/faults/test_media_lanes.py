"""kill -9 while a recording and a document are worked on at once: both go on, and each is there once."""

import contextlib
import subprocess
import sys

import psutil
import pytest

from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import connect
from tests.support.media_database import look, wait_for
from tests.support.media_profile import sparse_speech
from tests.support.model_cache import put_models
from tests.support.speech import write_audio

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]

WORKING = {"transcribing", "chunking", "embedding"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Eight minutes in two windows, and a book whose cutting into passages takes seconds."""
    folder = tmp_path_factory.mktemp("files")
    talk = write_audio(folder / "talk.flac", sparse_speech(8, speech_s=8, every_s=120))
    book = folder / "book.txt"
    book.write_text(
        "\n\n".join(
            f"Paragraph {n}. Light bends towards the normal in glass number {n}." for n in range(4_000)
        )
    )
    return talk, book


@pytest.fixture(scope="module")
def undisturbed(files, tmp_path_factory):
    paths = prepared(tmp_path_factory.mktemp("undisturbed"))
    assert run_to_end(paths, files) == 0
    return contents(paths)


def prepared(folder):
    paths = ProfilePaths.of(folder / "data")
    paths.create()
    put_models(paths.models_dir, "tiny.en")
    return paths


def command(paths, files):
    program = [sys.executable, "-m", "desktop.cli", "--data-dir", str(paths.data_dir)]
    return [*program, "import", *map(str, files), "--wait", "--model", "tiny.en"]


def run_to_end(paths, files):
    return subprocess.run(command(paths, files), check=False, capture_output=True, timeout=300).returncode


STATES = """
SELECT item.file_name, media_job.state FROM item JOIN media_job ON media_job.item_id = item.id
WHERE item.deleted = 0 ORDER BY 1
"""
WINDOWS = "SELECT idx, start_ms, end_ms FROM asr_window ORDER BY idx"
SEGMENTS = """
SELECT transcript.engine, idx, start_ms, text FROM segment
JOIN transcript ON transcript.key = segment.transcript_key ORDER BY 1, 2
"""
PASSAGES = """
SELECT item.file_name, passage.idx, passage.text FROM passage
JOIN item ON item.id = passage.item_id ORDER BY 1, 2
"""


def contents(paths):
    """States, windows, segments and passages of both items, in order: what was done twice would be seen."""
    with contextlib.closing(connect(paths.database, read_only=True)) as library:
        assert library.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        queries = (STATES, WINDOWS, SEGMENTS, PASSAGES)
        return [[tuple(row) for row in library.execute(sql)] for sql in queries]


def both_run(found):
    return len(found.states) == 2 and set(found.states) <= WORKING


def test_both_kinds_of_job_survive_a_kill_while_they_run(tmp_path, files, undisturbed):
    paths = prepared(tmp_path)
    with subprocess.Popen(
        command(paths, files), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        wait_for(paths, both_run)
        workers = psutil.Process(program.pid).children(recursive=True)
        program.kill()
        program.wait()
    assert psutil.wait_procs(workers, timeout=60)[1] == []
    assert both_run(look(paths))
    assert run_to_end(paths, files) == 0
    found = contents(paths)
    assert [state for _, state in found[0]] == ["completed", "completed"]
    assert found == undisturbed
