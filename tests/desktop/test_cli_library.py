"""`lantern import`, `items`, `transcript`, `search`, `ask`: their forms and exit codes."""

import json

from tests.support.documents import make_scan


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
    told = lantern("ask", "Why does pumice float on water?", "--offline").stdout
    assert told.count("gas bubbles") == 1
    assert "\n\n[1] Volcanoes" in told
    nothing = json.loads(lantern("ask", "Who won the football cup?", "--offline", "--json").stdout)
    assert (nothing["mode"], nothing["citations"]) == ("nothing_relevant", [])


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


def test_a_failed_item_has_no_transcript_and_says_why(lantern, tmp_path):
    (tmp_path / "talk.srt").write_text("no line with a time")
    done = lantern("import", tmp_path / "talk.srt", "--wait", "--json")
    assert done.exit_code == 1
    [added] = json.loads(done.stdout)
    shown = lantern("transcript", added["id"])
    assert shown.exit_code == 1
    assert "no subtitles" in shown.stderr


def test_a_model_that_hears_nothing_is_refused(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    done = lantern("import", tmp_path / "good.txt", "--model", "minilm", "--wait")
    assert done.exit_code == 1
    assert "tiny.en" in done.stderr
    assert json.loads(lantern("items", "--json").stdout) == []


def test_adding_a_failed_file_again_tries_it_again(lantern, tmp_path):
    (tmp_path / "talk.srt").write_text("no line with a time")
    lantern("import", tmp_path / "talk.srt", "--wait")
    assert json.loads(lantern("items", "--json").stdout)[0]["state"] == "failed"
    [again] = json.loads(lantern("import", tmp_path / "talk.srt", "--json").stdout)
    assert [again[key] for key in ("outcome", "state", "error")] == ["duplicate", "pending", None]


def test_an_empty_folder_beside_good_files_is_told(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    (tmp_path / "empty").mkdir()
    done = lantern("import", tmp_path / "good.txt", tmp_path / "empty", "--json")
    assert done.exit_code == 1
    good, empty = json.loads(done.stdout)
    assert good["error"] is None
    assert empty["error"]["code"] == "media.nothing_to_import"
