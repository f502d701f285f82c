"""Bodies of usage and prices: bounds, names, and that they survive the wire."""

import msgspec
import pytest

from shared.billing import messages
from shared.billing.messages import AiModel, Cap, Caps, LedgerQuery, MeterAmount, QuotaCheck, UsageQuery
from shared.billing.meters import Meter
from shared.plans import PRO, Plan


def test_a_model_is_asked_for_by_its_name_at_the_upstream():
    assert AiModel(model="a", upstream="openai", wire="openai").asked_as == "a"
    assert AiModel(model="a", upstream="openai", wire="openai", upstream_model="b").asked_as == "b"


def test_operations_are_those_of_the_specification():
    assert len(messages.OPERATIONS) == len(set(messages.OPERATIONS)) == 12


def test_a_plan_survives_the_wire():
    assert msgspec.json.decode(msgspec.json.encode(PRO), type=Plan) == PRO


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AiModel, {"model": "", "upstream": "openai", "wire": "openai"}),
        (AiModel, {"model": "a b", "upstream": "openai", "wire": "openai"}),
        (AiModel, {"model": "a", "upstream": "azure", "wire": "openai"}),
        (UsageQuery, {"days": 367}),
        (LedgerQuery, {"before": "1"}),
        (LedgerQuery, {"limit": 501}),
        (QuotaCheck, {"wanted": []}),
        (MeterAmount, {"meter": "gold", "amount": 1}),
        (MeterAmount, {"meter": "ai_tokens", "amount": 1 << 60}),
        (Caps, {"caps": [{"meter": "ai_tokens", "cap": -1}]}),
    ],
)
def test_what_is_out_of_bounds_is_refused(kind, value):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, kind)


def test_a_cap_has_no_overdraft_unless_it_is_said():
    assert Cap(meter=Meter.AI_TOKENS, cap=1).overdraft == 0
    assert msgspec.convert({"before": "17.4"}, LedgerQuery).before == "17.4"
