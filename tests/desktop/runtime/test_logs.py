"""Logs say what happened and never what a person wrote."""

import json
import logging

from desktop.runtime.logs import FILE_NAME, cleaned_traceback, get_log, log_to


def lines(folder):
    for handler in logging.getLogger("lantern").handlers:
        handler.flush()
    return [json.loads(line) for line in (folder / FILE_NAME).read_text().splitlines()]


def test_allowed_keys_are_written_and_others_dropped(tmp_path):
    log_to(tmp_path)
    get_log("media").info("job finished", job_id="7", duration_ms=12, question="what did she say about me")
    [line] = lines(tmp_path)
    assert (line["event"], line["job_id"], line["duration_ms"]) == ("job finished", "7", 12)
    assert "question" not in line
    assert "she say" not in (tmp_path / FILE_NAME).read_text()


def test_a_library_speaking_through_our_logger_is_not_quoted(tmp_path):
    log_to(tmp_path)
    logging.getLogger("lantern.other").warning("could not open %s", "my private lesson.mp4")
    assert "private" not in (tmp_path / FILE_NAME).read_text()


def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    log_to(file)
    get_log("media").info("still alive")
    assert file.read_text() == ""


def test_tracebacks_lose_their_folders():
    text = 'File "/home/maria/lantern/desktop/app.py", line 3, in run'
    assert cleaned_traceback(text) == 'File "app.py", line 3, in run'
