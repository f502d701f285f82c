"""The shipped catalogue holds together, and one that does not is refused."""

import re

import msgspec
import pytest

from desktop.models.catalogue import HubSource, WheelSource, read_catalogue, shipped_catalogue
from shared.errors import AppError
from tests.support.model_hub import catalogue
from tests.support.source_tree import ROOT

SHIPPED = shipped_catalogue()


def test_the_shipped_models_are_those_the_product_names():
    assert [model.name for model in SHIPPED.models] == ["tiny.en", "base", "minilm", "wordllama"]
    assert {model.name: model.dimension for model in SHIPPED.models if model.purpose == "embedding"} == {
        "minilm": 384,
        "wordllama": 256,
    }


def test_every_shipped_file_can_be_had_from_the_hub_and_from_wheels():
    for model in SHIPPED.models:
        kinds = {type(source): {file.name for file in source.files} for source in model.sources}
        files = {file.name for file in model.files}
        assert kinds == {HubSource: files, WheelSource: files}, model.name


def test_publishers_are_asked_before_packages():
    assert all([type(s) for s in model.sources] == [HubSource, WheelSource] for model in SHIPPED.models)


def test_speech_models_have_all_that_whisper_loads_without_a_network():
    speech = [model for model in SHIPPED.models if model.purpose == "speech"]
    assert [{file.name for file in model.files} for model in speech] == [
        {"model.bin", "config.json", "tokenizer.json", "vocabulary.txt"}
    ] * 2


def test_no_checksum_stands_for_two_different_files():
    seen = [build.sha256 for model in SHIPPED.models for file in model.files for build in file.builds]
    assert len(seen) == len(set(seen))


def test_licences_allow_shipping():
    assert {model.licence for model in SHIPPED.models} <= {"MIT", "Apache-2.0"}


def test_models_are_told_in_two_languages():
    for model in SHIPPED.models:
        assert set(model.title) == set(model.use) == {"en", "es"}
        assert model.title_in("es_MX") == model.title["es"]
        assert model.title_in("de") == model.title["en"]
        assert model.use_in("es") == model.use["es"]


def test_only_the_publisher_is_named_by_its_address():
    text = (ROOT / "resources" / "models.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([^/\"]+)", text)) == {"huggingface.co"}


def test_an_unknown_model_is_told_with_the_known_ones():
    with pytest.raises(AppError) as caught:
        SHIPPED.model("large")
    assert caught.value.code == "models.unknown"
    assert caught.value.parameters == {"name": "large", "known": "tiny.en, base, minilm, wordllama"}


def test_a_file_knows_its_builds():
    file = catalogue().model("talk").file("model.bin")
    first, second = file.builds
    assert file.build() == first
    assert file.build(second.sha256) == second
    with pytest.raises(KeyError):
        file.build("0" * 64)
    with pytest.raises(KeyError):
        catalogue().model("talk").file("else.bin")


MODEL = """
[[model]]
name = "{name}"
purpose = "speech"
languages = ["en"]
licence = "MIT"
origin = "x"
title = {{ en = "x" }}
use = {{ en = "x" }}
[[model.file]]
name = "a.bin"
builds = [{{ size_bytes = {size}, sha256 = "{sha}" }}]
[[model.source]]
kind = "wheel"
wheels = [{{ package = "p", version = "1", size_bytes = 5 }}]
files = [{{ name = "{file}", pieces = [{{ package = "{package}", member = "m" }}] }}]
"""
GOOD = {"name": "one", "size": 5, "sha": "a" * 64, "file": "a.bin", "package": "p"}


def test_a_fitting_catalogue_is_read():
    assert read_catalogue(MODEL.format(**GOOD)).model("one").size_bytes == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../one"},
        {"name": ""},
        {"size": 0},
        {"sha": "A" * 64},
        {"sha": "a" * 63},
        {"file": "b.bin"},
        {"package": "q"},
    ],
)
def test_a_catalogue_that_does_not_fit_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        read_catalogue(MODEL.format(**{**GOOD, **wrong}))
