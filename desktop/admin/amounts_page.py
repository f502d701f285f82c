"""Fields for amounts of a meter, in the unit people know: minutes, GB, dollars, or a count."""

from PySide6.QtCore import QCoreApplication

from desktop.admin.fields_page import NumberField
from desktop.admin.numbers import GIB, MICRO_PLACES, in_gib, of_gib
from desktop.widgets.formats import format_room
from desktop.widgets.usage_words import TIMES
from shared.billing.meters import Meter

_PLACES = 3
_MS_PER_STEP = 60
"""A thousandth of a minute."""


def meter_field(meter: Meter, name: str) -> NumberField:
    """A field for an amount of a meter."""
    if meter in TIMES:
        return NumberField(
            name,
            _PLACES,
            to_shown=lambda ms: ms // _MS_PER_STEP,
            of_shown=lambda steps: steps * _MS_PER_STEP,
        )
    if meter is Meter.STORAGE_BYTES:
        return NumberField(name, _PLACES, to_shown=in_gib, of_shown=of_gib)
    return NumberField(name, MICRO_PLACES if meter is Meter.CHARGED_MICROS else 0)


def meter_unit(meter: Meter) -> str:
    """What stands beside such a field; empty for a count."""
    if meter in TIMES:
        return QCoreApplication.translate("AdminPlans", "min")
    if meter is Meter.STORAGE_BYTES:
        return format_room(GIB).split()[1]
    return "US$" if meter is Meter.CHARGED_MICROS else ""
