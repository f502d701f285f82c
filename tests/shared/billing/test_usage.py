"""Every provider's own account of a call becomes the same five counts."""

from hypothesis import given
from hypothesis import strategies as st

from shared.billing.usage import (
    MOST_TOKENS,
    Usage,
    at_least,
    from_anthropic,
    from_openai,
    from_xai,
    merged,
    stated_cost_nano,
)

COUNTS = st.integers(0, 10**7)


def test_anthropic_counts_caches_besides_the_input():
    usage = from_anthropic(
        {
            "input_tokens": 10,
            "cache_creation_input_tokens": 300,
            "cache_read_input_tokens": 2_000,
            "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
            "output_tokens": 50,
            "server_tool_use": {"web_search_requests": 2},
        }
    )
    assert usage == Usage(10, 2_000, 100, 200, 50, tool_uses=2)
    assert (usage.input_tokens, usage.tokens) == (2_310, 2_360)


def test_what_anthropic_wrote_to_a_cache_for_an_unsaid_time_is_the_short_one():
    raw = {"input_tokens": 1, "cache_creation_input_tokens": 300, "output_tokens": 5}
    assert from_anthropic(raw) == Usage(1, 0, 300, 0, 5)
    assert from_anthropic({**raw, "cache_creation": {"ephemeral_1h_input_tokens": 100}}).cache_write_5m == 200


def test_a_stream_of_anthropic_overwrites_and_keeps_what_is_not_said_again():
    start = {"input_tokens": 25, "cache_read_input_tokens": 7, "output_tokens": 1, "cache_creation": None}
    delta = {"input_tokens": None, "cache_read_input_tokens": None, "output_tokens": 15}
    later = {"output_tokens": 40, "cache_creation": {"ephemeral_1h_input_tokens": 3}}
    assert from_anthropic(merged(merged(start, delta), later)) == Usage(25, 7, 0, 3, 40)


def test_a_count_that_shrinks_was_wrong():
    assert merged({"output_tokens": 90, "a": {"b": 4}}, {"output_tokens": 15, "a": {"b": 1}}) == {
        "output_tokens": 90,
        "a": {"b": 4},
    }


def test_openai_counts_cached_tokens_among_the_prompt_and_reasoning_within_the_completion():
    raw = {
        "prompt_tokens": 1_000,
        "completion_tokens": 300,
        "total_tokens": 1_300,
        "prompt_tokens_details": {"cached_tokens": 600, "cache_write_tokens": 100},
        "completion_tokens_details": {"reasoning_tokens": 200},
    }
    assert from_openai(raw) == Usage(300, 600, 100, 0, 300, reasoning=200)


def test_an_embedding_has_no_completion():
    assert from_openai({"prompt_tokens": 8, "total_tokens": 8}) == Usage(8)


def test_xai_leaves_reasoning_out_of_the_completion():
    raw = {
        "prompt_tokens": 10_120,
        "completion_tokens": 1_499,
        "total_tokens": 14_428,
        "completion_tokens_details": {"reasoning_tokens": 2_809},
        "cost_in_usd_ticks": 123_456_781,
    }
    assert from_xai(raw) == Usage(10_120, output=4_308, reasoning=2_809)
    del raw["total_tokens"]
    assert from_xai(raw).output == 4_308
    assert stated_cost_nano(raw) == 12_345_679
    assert [stated_cost_nano(each) for each in ({}, None, {"cost_in_usd_ticks": "1"})] == [0, 0, 0]


def test_what_is_no_usage_is_none():
    for raw in (None, [], "x", {}, {"input_tokens": 3}):
        assert from_anthropic(raw) is None
    for read in (from_openai, from_xai):
        for raw in (None, 4, {}, {"completion_tokens": 3}):
            assert read(raw) is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)
NAMES = st.sampled_from(
    [
        *("input_tokens", "output_tokens", "prompt_tokens", "completion_tokens", "total_tokens"),
        *("cache_creation", "cache_read_input_tokens", "prompt_tokens_details", "server_tool_use"),
        *("completion_tokens_details", "cost_in_usd_ticks", "cached_tokens", "reasoning_tokens"),
    ]
)
RAW = st.dictionaries(NAMES, JUNK | st.dictionaries(NAMES, JUNK, max_size=3), max_size=9)


@given(RAW, RAW)
def test_garbage_never_makes_a_count_below_zero_or_beyond_belief(first, second):
    for raw in (first, merged(first, second)):
        for read in (from_anthropic, from_openai, from_xai):
            usage = read(raw)
            if usage is not None:
                counts = [getattr(usage, name) for name in Usage.__struct_fields__]
                assert all(0 <= count <= 3 * MOST_TOKENS for count in counts)
                assert usage.reasoning <= usage.output
        assert stated_cost_nano(raw) >= 0


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_openai_and_anthropic_agree_on_the_same_call(fresh, cached, written, output):
    theirs = {"prompt_tokens": fresh + cached + written, "completion_tokens": output}
    theirs["prompt_tokens_details"] = {"cached_tokens": cached, "cache_write_tokens": written}
    ours = {"input_tokens": fresh, "cache_read_input_tokens": cached, "output_tokens": output}
    ours["cache_creation_input_tokens"] = written
    assert from_openai(theirs) == from_anthropic(ours)


def test_of_two_accounts_the_larger_counts_hold():
    assert at_least(Usage(1, output=9), Usage(4, output=3)) == Usage(4, output=9)
