import csv
import io
import string

from hypothesis import given
from hypothesis import strategies as st

from desktop.billing.ledger_file import HEADINGS, ledger_csv
from shared.billing.meters import Meter
from tests.support.billing_stage import entry


def rows(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_is_written_in_whole_units():
    head, first, second = rows(
        ledger_csv(
            [entry(9), entry(8, 60_000, meter=Meter.VOICE_MS, model="", flags=("estimated", "recovered"))],
            str.upper,
        )
    )
    assert head == [heading.upper() for heading in HEADINGS]
    assert first[:7] == ["2026-11-20T11:51:00+00:00", "9", "ai_tokens", "use", "-1200", "chat", "claude-5"]
    assert (second[2], second[4], second[6], second[10]) == ("voice_ms", "60000", "", "estimated recovered")


def test_nobody_used_anything():
    assert len(rows(ledger_csv([], str))) == 1


@given(st.text(alphabet=string.printable, max_size=12))
def test_no_cell_is_a_formula(text):
    _, found = rows(ledger_csv([entry(1, model=text, operation=text, kind=text)], str))
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in found)
