"""What has a price of its own, or keeps data at a provider, is refused by name."""

import msgspec
import pytest

from server.ai.extras import check_anthropic, check_openai
from shared.errors import AppError


def fields(**given):
    return msgspec.json.decode(msgspec.json.encode(given), type=dict[str, msgspec.Raw])


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        ({"speed": "fast"}, "speed"),
        ({"service_tier": "priority"}, "service_tier"),
        ({"inference_geo": "us"}, "inference_geo"),
        ({"container": "c_1"}, "container"),
        ({"mcp_servers": [{"url": "https://example.org"}]}, "mcp_servers"),
        ({"tools": [{"name": "mine"}, {"type": "web_search_20260209"}]}, "web_search_20260209"),
    ],
)
def test_extras_of_anthropic_are_refused(given, feature):
    with pytest.raises(AppError) as caught:
        check_anthropic(fields(**given))
    assert (caught.value.code, caught.value.parameters["feature"]) == ("ai.not_offered", feature)


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        ({"service_tier": "priority"}, "service_tier"),
        ({"store": True}, "store"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"audio": {"voice": "a"}}, "audio"),
        ({"web_search_options": {"x": 1}}, "web_search_options"),
        ({"search_parameters": {"mode": "on"}}, "search_parameters"),
        ({"tools": [{"type": "function"}, {"type": "live_search"}]}, "live_search"),
    ],
)
def test_extras_of_openai_and_xai_are_refused(given, feature):
    with pytest.raises(AppError) as caught:
        check_openai(fields(**given))
    assert (caught.value.code, caught.value.parameters["feature"]) == ("ai.not_offered", feature)


def test_what_costs_nothing_extra_passes():
    tools = [{"name": "mine", "input_schema": {}}, {"type": "custom"}, {"type": "bash_20250124"}, "odd"]
    check_anthropic(fields(tools=tools, service_tier="auto", speed=None, mcp_servers=[], container=None))
    own = [{"type": "function", "function": {"name": "mine"}}, {"type": "custom"}, {"name": "bare"}, "odd"]
    check_openai(fields(store=False, service_tier="default", modalities=["text"], audio=None, tools=own))
    check_anthropic(fields(tools="odd"))
