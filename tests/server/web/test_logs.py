import json
import logging
import sys

import pytest
import structlog

from server.config.declarations import LogSection
from server.web.logs import error_fields, set_up_logs


@pytest.mark.parametrize("form", ["json", "text"])
def test_events_of_ours_and_of_libraries_have_one_form(capfd, restored_logs, form):
    set_up_logs(LogSection(format=form))
    structlog.get_logger("web").info("ready", port=8440)
    structlog.get_logger("web").debug("too small to tell")
    logging.getLogger("somebody.else").warning("beware of %s", "this")
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 2
    if form == "json":
        ours, theirs = map(json.loads, lines)
        assert (ours["event"], ours["port"], ours["level"]) == ("ready", 8440, "info")
        assert (theirs["event"], theirs["logger"]) == ("beware of this", "somebody.else")
    else:
        assert "ready" in lines[0]


def test_the_words_of_an_exception_are_left_out(capfd, restored_logs):
    set_up_logs(LogSection())

    def fail():
        raise ValueError("Ana wrote this")

    try:
        fail()
    except ValueError:
        logging.getLogger("driver").exception("it failed")
        structlog.get_logger("ours").error("so did we", exc_info=sys.exc_info())
    written = capfd.readouterr().err
    assert "Ana" not in written
    for line in map(json.loads, written.splitlines()):
        assert line["error"] == "ValueError"
        assert any(" fail" in frame for frame in line["frames"])


def test_causes_are_named():
    try:
        try:
            raise KeyError("inner")
        except KeyError as cause:
            raise ValueError("outer") from cause
    except ValueError as error:
        found = error_fields(error)
    assert (found["error"], found["causes"]) == ("ValueError", ["KeyError"])
