"""Lists of tables: every one is read, every mistake is told where it is."""

import json

import pytest

from server.config.payment_settings import OfferTable
from server.config.rows import rows_of
from server.config.settings import settings
from shared.errors import AppError

OFFERS = next(each for each in settings() if each.key == "payments.offers")
BASIC = {"id": "basic-month", "plan": "basic", "stripe": "price_1"}


def told(rows):
    return [(key, error.code) for key, error in rows.mistakes]


def test_tables_become_structs():
    rows = rows_of(OFFERS, [BASIC, {"id": "tokens", "meter": "ai_tokens", "amount": 5, "interval": "once"}])
    assert rows.rows == (
        OfferTable(id="basic-month", plan="basic", stripe="price_1"),
        OfferTable(id="tokens", meter="ai_tokens", amount=5, interval="once"),
    )
    first = "payments.offers[0]"
    assert rows.keys[:4] == (first, f"{first}.id", f"{first}.plan", f"{first}.stripe")
    assert rows.mistakes == ()


def test_the_environment_has_them_as_json():
    assert rows_of(OFFERS, json.dumps([BASIC]), from_text=True).rows == (OfferTable(**BASIC),)
    assert rows_of(OFFERS, " ", from_text=True).rows == ()


def test_what_is_wrong_in_one_is_told_and_the_others_are_read():
    rows = rows_of(
        OFFERS,
        [{"plan": "basic"}, BASIC, {"id": "x", "intervall": "year", "amount": -1, "meter": "tea"}, {"id": 3}],
    )
    assert rows.rows == (OfferTable(**BASIC),)
    assert told(rows) == [
        ("payments.offers[0]", "server.setting_missing"),
        ("payments.offers[2].intervall", "server.setting_misspelt"),
        ("payments.offers[2].amount", "server.setting_not_number"),
        ("payments.offers[2].meter", "server.setting_not_choice"),
        ("payments.offers[3].id", "server.setting_not_text"),
    ]
    assert rows.mistakes[1][1].parameters["meant"] == "payments.offers[2].interval"


@pytest.mark.parametrize("raw", [{"id": "a"}, ["a"], "a", 3, [[1]]])
def test_what_is_no_list_of_tables_is_refused(raw):
    with pytest.raises(AppError, match=r"server\.setting_not_tables"):
        rows_of(OFFERS, raw)
    with pytest.raises(AppError, match=r"server\.setting_not_tables"):
        rows_of(OFFERS, "[{", from_text=True)
