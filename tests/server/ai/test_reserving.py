"""What is held is never less than what a call can cost, and a reply is as long as what is left buys."""

from hypothesis import given
from hypothesis import strategies as st

from server.ai.asking import Asked
from server.ai.reserving import Room, charged, open_at_most, reserve
from shared.billing.meters import Meter
from shared.billing.prices import Prices, PriceVersion
from shared.billing.usage import Usage
from tests.support.ai_stage import RATES

PRICE = PriceVersion(number=1, model="m", prices=Prices(RATES), valid_from_ms=0, origin="test", sha256=b"")
PLENTY = Room(1 << 40, 1 << 40)


def asked(input_tokens=300, output_tokens=1_000, **more):
    return Asked(
        wire="anthropic",
        kind=more.pop("kind", "chat"),
        model="m",
        fields={},
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        **more,
    )


def held(question, room=PLENTY, most=8_192, operation="chat"):
    return reserve(question, PRICE, 1_500_000, room, most_output=most, operation=operation)


def test_with_room_the_whole_reply_is_held():
    found = held(asked())
    assert found.output_tokens == 1_000
    # 300 at the dearest way to count input, two dollars per million, and 1000 at five: half as much again.
    assert dict(found.amounts) == {
        Meter.AI_TOKENS: 1_300,
        Meter.CHARGED_MICROS: 8_400,
        Meter.AI_OPERATIONS: 1,
    }


def test_a_billion_tokens_are_what_the_model_can():
    assert held(asked(output_tokens=10**9), most=8_192).output_tokens == 8_192
    assert held(asked(output_tokens=None), most=512).output_tokens == 512


def test_the_reply_is_as_long_as_the_balance_buys():
    assert held(asked(), Room(800, 1 << 40)).output_tokens == 500
    assert held(asked(), Room(1 << 40, 4_650)).output_tokens == 500
    assert held(asked(replies=3), Room(1_200, 1 << 40)).output_tokens == 300


def test_a_reply_too_short_to_be_of_use_is_not_held_shorter():
    found = held(asked(), Room(310, 1 << 40))
    assert found.output_tokens == 128
    assert held(asked(output_tokens=9), Room(0, 0)).output_tokens == 9
    assert held(asked(thinking={"type": "enabled"}, output_tokens=4_000), Room(0, 0)).output_tokens == 1_025


def test_embeddings_count_tokens_and_no_operation():
    found = held(asked(kind="embedding", output_tokens=0, replies=0), operation="embedding")
    assert dict(found.amounts)[Meter.AI_TOKENS] == 300
    assert Meter.AI_OPERATIONS not in dict(found.amounts)


@given(
    st.integers(0, 5_000),
    st.integers(1, 20_000),
    st.integers(1, 8),
    st.integers(-100, 100_000),
    st.integers(-100, 500_000),
)
def test_no_clamped_call_can_cost_more_than_there_is(input_tokens, output_tokens, replies, tokens, micros):
    question = asked(input_tokens, output_tokens, replies=replies)
    found = held(question, Room(tokens, micros))
    amounts = dict(found.amounts)
    longest = charged(
        Usage(cache_write_1h=input_tokens, output=found.output_tokens * replies), PRICE, 1_500_000, "chat"
    )
    assert amounts == longest
    if found.output_tokens > min(output_tokens, question.least_output):
        assert amounts[Meter.AI_TOKENS] <= tokens
        assert amounts[Meter.CHARGED_MICROS] <= micros


def test_plans_run_so_many_at_once():
    assert [open_at_most(plan) for plan in ("free", "pro", "unheard of")] == [2, 8, 2]
