"""How many digits stand behind a currency's point (ISO 4217), as providers of payments count them. Pure."""

_NONE = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def minor_digits(currency: str) -> int:
    """Return 2 for EUR, 0 for JPY, 3 for KWD: an amount of 1500 is 15.00, 1500 or 1.500."""
    code = currency.upper()
    return 0 if code in _NONE else 3 if code in _THREE else 2
