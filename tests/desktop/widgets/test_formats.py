from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from desktop.widgets import formats
from desktop.widgets.language import install_language


@pytest.fixture(autouse=True)
def english():
    QLocale.setDefault(QLocale("en_US"))


@pytest.mark.parametrize(
    ("ms", "text"), [(-5, "0:00"), (7_900, "0:07"), (754_000, "12:34"), (3_723_000, "1:02:03")]
)
def test_clock(ms, text):
    assert formats.format_clock(ms) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0 s"),
        (45_200, "45 s"),
        (720_000, "12 min"),
        (3_600_000, "1 h"),
        (3_900_000, "1 h 5 min"),
        (59_990, "60 s"),
    ],
)
def test_duration(ms, text):
    assert formats.format_duration(ms) == text


@pytest.mark.parametrize(
    ("ms", "text"), [(None, ""), (4_000, "a few seconds left"), (180_000, "about 3 min left")]
)
def test_time_left(ms, text):
    assert formats.format_time_left(ms) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (75_000_000, "75 MB"), (1_500_000_000, "1.5 GB"), (-1, "0 bytes")],
)
def test_bytes(size, text):
    assert formats.format_bytes(size) == text


def test_numbers_follow_the_language():
    assert formats.format_number(12_345) == "12,345"
    install_language("es")
    assert formats.format_number(12_345) == "12.345"


@pytest.mark.parametrize(
    ("fraction", "text"), [(0.0, "0 %"), (0.999, "99 %"), (1.0, "100 %"), (3.0, "100 %")]
)
def test_percents_round_down(fraction, text):
    assert formats.format_percent(fraction) == text


@pytest.mark.parametrize(
    ("part", "text"),
    [(0.0, "0 %"), (1 / 3, "33 %"), (2 / 3, "67 %"), (0.745, "75 %"), (1.0, "100 %"), (2, "100 %")],
)
def test_a_share_is_rounded_as_on_the_phones(part, text):
    assert formats.format_share(part) == text


def test_dates():
    noon = datetime(2026, 3, 5, 12, 0, tzinfo=UTC).astimezone()
    ms = int(noon.timestamp() * 1000)
    assert formats.format_date(ms) == "3/5/26"
    assert formats.format_date_time(ms) == "3/5/26"
    assert ":" in formats.format_date_time(ms, today=noon)


def test_a_deadline_has_its_hour_on_any_day():
    moment = datetime(2031, 5, 7, 16, 45).astimezone()
    words = formats.format_moment(round(moment.timestamp() * 1000))
    assert "45" in words
    assert "31" in words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1K"),
        (6_512, "6.5K"),
        (9_999, "9.9K"),
        (10_000, "10K"),
        (123_456, "123K"),
        (999_999, "999K"),
        (1_250_000, "1.2M"),
    ],
)
def test_compact_numbers_are_rounded_down(value, text):
    assert formats.format_compact(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (-1, "0 B"),
        (1 << 30, "1 GB"),
        ((1 << 30) - 1, "1,023 MB"),
        (1_610_612_736, "1.5 GB"),
        (100 << 30, "100 GB"),
        (1 << 40, "1 TB"),
        (3_000, "2 KB"),
    ],
)
def test_room_is_counted_as_plans_count_it(size, text):
    assert formats.format_room(size) == text


def test_money():
    assert [formats.format_dollars(micros) for micros in (0, 21_100, 1_250_000, -500)] == [
        "$0.00",
        "$0.0211",
        "$1.25",
        "($0.0005)",
    ]
    assert [formats.format_price(cents) for cents in (0, 1_500, 4_999)] == ["$0", "$15", "$49.99"]
    install_language("es")
    assert formats.format_price(4_999) == "49,99\N{NO-BREAK SPACE}$"


@pytest.mark.parametrize(
    ("amount", "currency", "digits", "english", "spanish"),
    [
        (1_500, "EUR", 2, "€15", "15 €"),
        (1_550, "eur", 2, "€15.50", "15,50 €"),
        (4_999, "USD", 2, "$49.99", "49,99 $"),
        (1_500, "JPY", 0, "¥1,500", "1500 ¥"),
        (1_200, "CHF", 2, "CHF 12", "12 CHF"),
        (1_234, "KWD", 3, "KWD 1.234", "1,234 KWD"),
        (0, "CAD", 2, "CA$0", "0 CA$"),
    ],
)
def test_money_of_any_currency(amount, currency, digits, english, spanish):
    def plain(text):
        return text.replace("\N{NO-BREAK SPACE}", " ")

    assert plain(formats.format_money(amount, currency, digits)) == english
    install_language("es")
    assert plain(formats.format_money(amount, currency, digits)) == spanish


def test_days_and_times_are_local():
    noon = int(datetime(2026, 12, 1, 12).astimezone().timestamp() * 1000)
    assert formats.format_day(noon) == "December 1"
    assert formats.format_time(noon).startswith("12:00")
    assert formats.format_tenths(65) == "6.5"
