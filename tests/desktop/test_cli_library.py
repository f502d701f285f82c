"""`lantern import`, `items`, `transcript`, `search`, `ask`: their forms and exit codes."""

import json
import signal
import subprocess
import sys

import pytest

from desktop.runtime.paths import ProfilePaths
from tests.support.documents import make_scan
from tests.support.media_database import wait_for
from tests.support.media_profile import sparse_speech
from tests.support.model_cache import put_models
from tests.support.speech import write_audio


def failed_item(lantern, tmp_path):
    """An item whose file went away before it was read; returns the file it came from, and its id."""
    file = tmp_path / "lost.txt"
    file.write_text("The moon goes round the earth in a month.")
    [added] = json.loads(lantern("import", file, "--json").stdout)
    for stored in ProfilePaths.of(tmp_path / "data").media_dir.rglob("*.txt"):
        stored.unlink()
    other = tmp_path / "other.txt"
    other.write_text("Water boils at a hundred degrees at sea level.")
    lantern("import", other, "--wait")
    return file, added["id"]


def test_an_empty_library_lists_nothing(lantern):
    assert json.loads(lantern("items", "--json").stdout) == []
    told = lantern("items")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "Your library is empty" in told.stderr


def test_documents_go_from_import_to_cited_answer(lantern, tmp_path):
    file = tmp_path / "Volcanoes.md"
    file.write_text(
        "# Volcanoes\n\nMagma rises because it is lighter than the rock around it.\n\n"
        "Pumice floats on water because it is full of gas bubbles.\n"
    )
    done = lantern("import", file, "--wait", "--json")
    assert done.exit_code == 0, done.output
    [added] = json.loads(done.stdout)
    assert (added["outcome"], added["state"], added["error"]) == ("added", "completed", None)
    [item] = json.loads(lantern("items", "--json").stdout)
    assert item == {
        "id": added["id"],
        "title": "Volcanoes",
        "kind": "document",
        "state": "completed",
        "duration_ms": None,
    }
    assert "Pumice floats" in lantern("transcript", added["id"]).stdout
    hits = json.loads(lantern("search", "pumice floating", "--json").stdout)
    assert set(hits[0]) == {"item_id", "title", "start_ms", "end_ms", "page", "score", "text"}
    assert "Pumice floats" in hits[0]["text"]
    answer = json.loads(lantern("ask", "Why does pumice float on water?", "--offline", "--json").stdout)
    assert answer["mode"] == "passages"
    assert set(answer["citations"][0]) == {"n", "item_id", "title", "start_ms", "end_ms", "page", "text"}
    assert "gas bubbles" in answer["answer"]
    assert (set(answer), answer["match"]) == ({"mode", "answer", "citations", "match"}, "good")
    told = lantern("ask", "Why does pumice float on water?", "--offline").stdout
    assert told.count("gas bubbles") == 1
    assert "\n\n[1] Volcanoes" in told
    nothing = json.loads(lantern("ask", "Who won the football cup?", "--offline", "--json").stdout)
    assert (nothing["mode"], nothing["citations"], nothing["match"]) == ("nothing_relevant", [], None)


def test_one_bad_file_among_good_ones_fails_the_command_but_not_the_others(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    (tmp_path / "empty.mp3").write_bytes(b"")
    done = lantern("import", tmp_path / "good.txt", tmp_path / "empty.mp3", "--wait", "--json")
    assert done.exit_code == 1
    good, bad = json.loads(done.stdout)
    assert good["state"] == "completed"
    assert bad["outcome"] == "failed"
    assert bad["error"]["message"]
    assert len(json.loads(lantern("items", "--json").stdout)) == 1


def test_without_waiting_the_work_is_queued(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    done = lantern("import", tmp_path / "good.txt", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["state"] == "pending"
    again = lantern("import", tmp_path / "good.txt", "--wait", "--json")
    assert again.exit_code == 0
    assert [json.loads(again.stdout)[0][key] for key in ("outcome", "state")] == ["duplicate", "completed"]


def test_what_was_added_without_text_says_so(lantern, tmp_path):
    scan = make_scan(tmp_path / "scan.pdf")
    [added] = json.loads(lantern("import", scan, "--wait", "--json").stdout)
    assert (added["state"], added["error"], added["notice"]["code"]) == ("completed", None, "media.no_text")
    again = lantern("import", scan, "--wait")
    assert again.exit_code == 0
    assert "completed. " + added["notice"]["message"] in again.stdout
    shown = lantern("transcript", added["id"])
    assert (shown.exit_code, shown.stdout.strip()) == (0, "")
    assert added["notice"]["message"] in shown.stderr


def test_subtitles_without_a_line_are_not_added(lantern, tmp_path):
    (tmp_path / "talk.srt").write_text("no line with a time")
    done = lantern("import", tmp_path / "talk.srt", "--wait", "--json")
    assert done.exit_code == 1
    [refused] = json.loads(done.stdout)
    assert (refused["outcome"], refused["id"]) == ("failed", None)
    assert refused["error"]["code"] == "media.no_subtitles"
    assert json.loads(lantern("items", "--json").stdout) == []


def test_a_failed_item_has_no_transcript_and_says_why(lantern, tmp_path):
    _, item_id = failed_item(lantern, tmp_path)
    shown = lantern("transcript", item_id)
    assert shown.exit_code == 1
    assert "file" in shown.stderr


def test_a_model_that_hears_nothing_is_refused(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    done = lantern("import", tmp_path / "good.txt", "--model", "minilm", "--wait")
    assert done.exit_code == 1
    assert "tiny.en" in done.stderr
    assert json.loads(lantern("items", "--json").stdout) == []


def test_adding_a_failed_file_again_tries_it_again(lantern, tmp_path):
    file, item_id = failed_item(lantern, tmp_path)
    states = {item["id"]: item["state"] for item in json.loads(lantern("items", "--json").stdout)}
    assert states[item_id] == "failed"
    [again] = json.loads(lantern("import", file, "--json").stdout)
    assert [again[key] for key in ("outcome", "state", "error")] == ["duplicate", "pending", None]


def test_waiting_tells_each_item_once_it_is_done(lantern, tmp_path):
    files = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(f"Water {file.stem} boils at a hundred degrees at sea level.")
    done = lantern("import", *files, "--wait")
    assert sorted(done.stderr.splitlines()) == ["One: completed", "Three: completed", "Two: completed"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is another thing there")
@pytest.mark.timeout(120)
def test_ctrl_c_says_what_goes_on(tmp_path):
    paths = ProfilePaths.of(tmp_path / "data")
    paths.create()
    put_models(paths.models_dir, "tiny.en")
    talk = write_audio(tmp_path / "talk.flac", sparse_speech(8))
    program = [sys.executable, "-m", "desktop.cli", "--data-dir", str(paths.data_dir)]
    with subprocess.Popen(
        [*program, "import", str(talk), "--wait", "--model", "tiny.en"], stderr=subprocess.PIPE, text=True
    ) as waiting:
        wait_for(paths, lambda found: "transcribing" in found.states)
        waiting.send_signal(signal.SIGINT)
        _, told = waiting.communicate(timeout=30)
    assert waiting.returncode == 130
    assert told.startswith("Stopped waiting.")
    assert "when you open Lantern" in told
    assert wait_for(paths, lambda _found: True).states == ("pending",)


def test_a_file_in_the_place_of_the_data_folder_is_told(lantern, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = lantern("items", data_dir=tmp_path / "notes.txt")
    assert done.exit_code == 1
    assert "is a file" in done.stderr
    assert str(tmp_path / "notes.txt") in done.stderr


def test_an_empty_folder_beside_good_files_is_told(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    (tmp_path / "empty").mkdir()
    done = lantern("import", tmp_path / "good.txt", tmp_path / "empty", "--json")
    assert done.exit_code == 1
    good, empty = json.loads(done.stdout)
    assert good["error"] is None
    assert empty["error"]["code"] == "media.nothing_to_import"
