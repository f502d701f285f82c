"""A recording becomes text, search hits and cited answers with the network cable out: real processes, real speech."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from desktop.runtime.paths import ProfilePaths
from tests.support.model_cache import put_models
from tests.support.speech import LECTURE, SCRIPT, SENTENCES

SECOND_MS = 1_000


def cable_out():
    """A command prefix under which no network exists, not even loopback; empty where that is not allowed."""
    if shutil.which("unshare") and os.geteuid() == 0:
        return ["unshare", "--net"]
    return []


@pytest.fixture(scope="module")
def lantern(tmp_path_factory):
    """Run `lantern` as its own process without a network."""
    data_dir = tmp_path_factory.mktemp("data")
    put_models(ProfilePaths.of(data_dir).models_dir, "tiny.en", "minilm", "wordllama")

    def run(*arguments):
        command = [*cable_out(), sys.executable, "-m", "desktop.cli", "--data-dir", str(data_dir), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def item(lantern):
    """The sample lecture, imported once for all."""
    [added] = json.loads(lantern("import", str(LECTURE), "--wait", "--json"))
    assert added["state"] == "completed"
    return added["id"]


def words_of(text):
    return re.findall(r"[a-z]+", text.lower())


@pytest.mark.xdist_group("offline_lecture")
class TestOfflineLecture:
    """One library for all steps."""

    def test_the_transcript_holds_what_was_said(self, lantern, item):
        heard = set(words_of(lantern("transcript", item)))
        said = [word for word in words_of(SCRIPT) if len(word) > 3]
        assert sum(word in heard for word in said) / len(said) > 0.9

    def test_search_leads_within_a_second_of_the_words(self, lantern, item):
        """Each query is words of one sentence; the hit must begin where a sentence of its window truly begins."""
        near = 0
        queries = [sentence for sentence in SENTENCES if len(words_of(sentence.text)) >= 8][::8]
        for sentence in queries:
            query = " ".join(words_of(sentence.text)[:8])
            hits = json.loads(lantern("search", query, "--item", item, "--json"))
            assert hits, query
            starts = [one.start_ms for one in SENTENCES]
            begins_with_a_sentence = min(abs(hits[0]["start_ms"] - start) for start in starts) <= SECOND_MS
            holds_it = hits[0]["start_ms"] - SECOND_MS <= sentence.start_ms <= hits[0]["end_ms"]
            near += begins_with_a_sentence and holds_it
        assert near / len(queries) >= 0.8, f"{near} of {len(queries)}"

    def test_answers_are_quoted_and_cited(self, lantern, item):
        answer = json.loads(lantern("ask", "How fast does light travel in ordinary glass?", "--json"))
        assert answer["mode"] == "passages"
        assert "two-thirds" in answer["answer"] or "two thirds" in answer["answer"]
        assert {citation["item_id"] for citation in answer["citations"]} == {item}
        for citation in answer["citations"]:
            assert 0 <= citation["start_ms"] < citation["end_ms"] <= 261_000

    def test_what_was_not_said_is_not_answered(self, lantern, item):
        answer = json.loads(lantern("ask", "Which football team won the cup in Brazil?", "--json"))
        assert (answer["mode"], answer["citations"]) == ("nothing_relevant", [])

    def test_exports_are_whole(self, lantern, item):
        subtitles = lantern("transcript", item, "--format", "srt")
        assert re.match(r"1\n00:00:0\d,\d{3} --> 00:00:", subtitles)
        assert lantern("transcript", item, "--format", "vtt").startswith("WEBVTT")
        assert json.loads(lantern("transcript", item, "--format", "json"))["segments"]
