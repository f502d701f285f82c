"""The one form of an e-mail that accounts are found by. Asks no DNS."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from shared.accounts.messages import EMAIL_CHARS
from shared.errors import AppError

_LONGEST_LOOKED_AT = 1_000


def normal_email(text: str) -> str:
    """Return an e-mail in normal form: no spaces around, no trailing dot, IDNA domain, casefolded, NFC.

    Casefolding the part before the @ merges addresses that differ by case only, as every mail provider in use does.
    Raises `AppError("accounts.email_invalid")`.
    """
    if len(text) > _LONGEST_LOOKED_AT:
        raise AppError("accounts.email_invalid")
    form = _form(text.strip().removesuffix("."))
    if _form(form) != form or len(form) > EMAIL_CHARS:
        raise AppError("accounts.email_invalid")
    return form


def _form(text: str) -> str:
    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False, test_environment=True
        )
    except (EmailNotValidError, UnicodeError, ValueError) as cause:
        raise AppError("accounts.email_invalid") from cause
    local = unicodedata.normalize("NFC", found.local_part.casefold())
    return f"{local}@{found.ascii_domain.casefold()}"
