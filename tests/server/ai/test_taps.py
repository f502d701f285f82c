"""A tap reads every stream however it is cut into pieces, changes nothing of it, and never counts too little."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ai.taps import AnthropicTap, OpenAiTap, tap_for, usage_of
from shared.billing.usage import Usage
from tests.support.fault_provider import AnthropicWire, Billed, Knobs, OpenAiWire

WIRES = {"anthropic": AnthropicWire(), "openai": OpenAiWire()}


def stream(wire="anthropic", knobs="", *, ask=True, pieces=None, end=True):
    """The events of an answer as the provider sends them."""
    speaks, model = WIRES[wire], f"fake{knobs}"
    body = {"model": model, "stream_options": {"include_usage": True} if ask else {}}
    known = Knobs.of(model)
    billed = Billed(wire, model, True, body, {}, input_tokens=100, output_tokens=40)
    events = list(speaks.opening(body, billed))
    events += [speaks.piece(body, "Twelve bytes") for _ in range(known.pieces if pieces is None else pieces)]
    return events + (list(speaks.closing(body, known, billed)) if end else [])


def fed(tap, data, cuts=()):
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    passed = b"".join(tap.feed(data[a:b]) for a, b in itertools.pairwise(places))
    return passed + tap.close()


@given(st.sampled_from(["anthropic", "openai"]), st.lists(st.integers(0, 5_000), max_size=30), st.booleans())
def test_however_it_is_cut_the_bytes_and_the_counts_are_the_same(wire, cuts, lines):
    data = b"".join(stream(wire))
    if lines:
        data = data.replace(b"\n", b"\r\n")
    tap = tap_for(wire, wire, wants_usage=True)
    assert fed(tap, data, cuts) == data
    assert tap.usage(0) == Usage(input_uncached=100, output=40)
    assert (tap.final, tap.ended, tap.failed, tap.began) == (True, True, False, True)


@given(st.lists(st.integers(0, 5_000), max_size=30))
def test_the_chunk_that_only_we_asked_for_is_kept_back(cuts):
    tap = OpenAiTap("openai", wants_usage=False)
    passed = fed(tap, b"".join(stream("openai")), cuts)
    assert passed == b"".join(stream("openai", ask=False))
    assert tap.usage(0) == Usage(input_uncached=100, output=40)


def test_usage_beside_a_choice_is_passed_and_read():
    chunk = {"choices": [{"delta": {"content": "x"}}], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    tap = OpenAiTap("custom", wants_usage=False)
    data = f"data: {json.dumps(chunk)}\n\n".encode()
    assert tap.feed(data) == data
    assert tap.usage(0) == Usage(input_uncached=3, output=2)


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
def test_usage_that_shrinks_is_not_believed(wire):
    tap = tap_for(wire, wire, wants_usage=True)
    fed(tap, b"".join(stream(wire, ":shrink")))
    assert tap.usage(0).output == 40


def test_xai_counts_reasoning_besides_and_says_the_cost():
    tap = OpenAiTap("xai", wants_usage=True)
    fed(tap, b"".join(stream("openai", ":xai:reason30")))
    assert tap.usage(0) == Usage(input_uncached=100, output=40, reasoning=30)
    assert tap.stated_cost_nano == 12_345_000


def test_caches_are_told_apart():
    tap = AnthropicTap()
    fed(tap, b"".join(stream("anthropic", ":cached60:write10")))
    assert tap.usage(0) == Usage(input_uncached=30, cache_read=60, cache_write_5m=10, output=40)
    tap = OpenAiTap("openai", wants_usage=True)
    fed(tap, b"".join(stream("openai", ":cached60")))
    assert tap.usage(0) == Usage(input_uncached=40, cache_read=60, output=40)


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
def test_without_a_last_word_what_was_seen_is_counted(wire):
    tap = tap_for(wire, wire, wants_usage=True)
    fed(tap, b"".join(stream(wire, pieces=20, end=False)))
    assert not tap.final
    assert not tap.ended
    # 20 pieces of twelve bytes; the provider told its input only where it does so first.
    assert tap.usage(77) == Usage(input_uncached=100 if wire == "anthropic" else 77, output=80)


def test_many_small_pieces_count_at_least_one_token_each():
    tap = OpenAiTap("openai", wants_usage=True)
    fed(tap, b'data: {"choices":[{"delta":{"content":"a"}}]}\n\n' * 50)
    assert tap.usage(9) == Usage(input_uncached=9, output=50)


def test_what_tools_are_called_with_counts():
    tap = OpenAiTap("openai", wants_usage=True)
    call = {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "x" * 300}}]}}]}
    fed(tap, f"data: {json.dumps(call)}\n\n".encode())
    assert tap.usage(1).output >= 100
    tap = AnthropicTap()
    piece = {"type": "content_block_delta", "delta": {"type": "input_json_delta", "partial_json": "x" * 300}}
    fed(tap, f"event: content_block_delta\ndata: {json.dumps(piece)}\n\n".encode())
    assert tap.usage(1).output >= 100


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
def test_an_error_within_the_stream_is_seen(wire):
    tap = tap_for(wire, wire, wants_usage=True)
    passed = fed(tap, WIRES[wire].error())
    assert tap.failed
    assert not tap.began
    assert passed == WIRES[wire].error()


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=8))
def test_garbage_passes_and_counts_by_its_length(data, cuts):
    for wire in ("anthropic", "openai"):
        tap = tap_for(wire, wire, wants_usage=True)
        assert fed(tap, data, cuts) == data
        assert tap.usage(5).input_tokens >= 0


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message_start", "message": 3},
        {"type": "message_start", "message": {"usage": [1]}},
        {"type": "message_delta", "usage": "x"},
        {"type": "content_block_delta", "delta": None},
        {"type": "content_block_start", "content_block": 9},
        {"choices": 4},
        {"choices": [None, {"delta": 3}, {"delta": {"content": 7}}]},
        {"usage": {"prompt_tokens": -1, "completion_tokens": 1e9}},
        [],
        None,
    ],
)
def test_odd_events_break_nothing(event):
    for wire in ("anthropic", "openai"):
        tap = tap_for(wire, wire, wants_usage=True)
        data = f"data: {json.dumps(event)}\n\n".encode()
        assert fed(tap, data) == data
        assert tap.usage(1).tokens >= 1


def test_an_event_without_an_end_is_let_go():
    tap = AnthropicTap()
    tap.feed(b"data: ")
    piece = b"x" * (4 << 20)
    passed = b"".join(tap.feed(piece) for _ in range(5))
    assert len(passed) > 16 << 20


def test_the_usage_of_a_whole_answer():
    anthropic = b'{"usage": {"input_tokens": 3, "output_tokens": 2}}'
    assert usage_of("anthropic", "anthropic", anthropic) == (Usage(input_uncached=3, output=2), 0)
    xai = (
        b'{"usage": {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 20, "cost_in_usd_ticks": 15,'
        b'"completion_tokens_details": {"reasoning_tokens": 8}}}'
    )
    assert usage_of("openai", "xai", xai) == (Usage(input_uncached=10, output=10, reasoning=8), 2)
    assert usage_of("openai", "openai", b'{"usage": {"prompt_tokens": 4, "total_tokens": 4}}')[0].tokens == 4
    for body in (b"", b"[]", b"{}", b'{"usage": 3}', b"[" * 100_000):
        assert usage_of("openai", "openai", body) == (None, 0)
