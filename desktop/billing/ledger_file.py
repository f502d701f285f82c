"""The ledger as a CSV file. Cells that a spreadsheet would run are written as text."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from shared.billing.messages import LedgerEntry

Words = Callable[[str], str]
"""Translates a heading."""
HEADINGS = (
    "At (UTC)", "Number", "Meter", "Kind", "Amount", "Service", "Model", "Charge", "Price version", "Margin (ppm)",
    "Remarks", "Reason",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_csv(entries: Iterable[LedgerEntry], words: Words) -> bytes:
    """Return entries as CSV in whole units: UTF-8 with a byte-order mark, so that Excel reads accents right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([words(heading) for heading in HEADINGS])
    writer.writerows(_row(entry) for entry in entries)
    return text.getvalue().encode("utf-8-sig")


def _row(entry: LedgerEntry) -> list[str | int]:
    return [
        datetime.fromtimestamp(entry.at_ms / 1000, UTC).isoformat(timespec="seconds"),
        entry.number,
        entry.meter.value,
        _safe(entry.kind),
        entry.amount,
        _safe(entry.operation),
        _safe(entry.model),
        str(entry.charge_id or ""),
        entry.price_version or "",
        entry.margin_ppm or "",
        _safe(" ".join(entry.flags)),
        _safe(entry.reason),
    ]


def _safe(text: str) -> str:
    """No spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
