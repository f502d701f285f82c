import pytest

from desktop.admin.amounts_page import meter_field, meter_unit
from shared.billing.meters import Meter


@pytest.mark.parametrize(
    ("meter", "text", "amount", "unit"),
    [
        (Meter.AI_TOKENS, "12,500", 12_500, ""),
        (Meter.VOICE_MS, "1.5", 90_000, "min"),
        (Meter.STORAGE_BYTES, "0.5", 1 << 29, "GB"),
        (Meter.CHARGED_MICROS, "0.000001", 1, "US$"),
    ],
)
def test_amounts_are_typed_in_the_unit_people_know(qtbot, meter, text, amount, unit):
    field = meter_field(meter, "Amount")
    qtbot.addWidget(field)
    field.setText(text)
    assert (field.value(), meter_unit(meter)) == (amount, unit)
    field.show_value(amount)
    assert field.value() == amount
