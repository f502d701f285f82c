"""Words of the account pages: problems of a form, devices, what was done. Decides no layout."""

from PySide6.QtCore import QCoreApplication

from desktop.accounts.entry import Problem, Strength
from desktop.widgets.formats import format_date_time


def problem_text(field: str, problem: Problem, least_chars: int) -> str:
    """What is wrong with a field, and what to do."""
    if problem is Problem.NOT_AN_EMAIL:
        return QCoreApplication.translate("Account", "An e-mail looks like name@example.org.")
    if problem is Problem.TOO_SHORT:
        words = QCoreApplication.translate(
            "Account", "At least {least} characters. Three or four words are easy to remember."
        )
        return words.format(least=least_chars)
    if problem is Problem.TOO_LONG:
        return QCoreApplication.translate("Account", "That is too long.")
    missing = {
        "server": QCoreApplication.translate("Account", "Type the address of your server."),
        "name": QCoreApplication.translate(
            "Account", "Type your name, as others in your groups should see it."
        ),
        "email": QCoreApplication.translate("Account", "Type your e-mail."),
        "password": QCoreApplication.translate("Account", "Type your password."),
    }
    return missing[field]


def strength_text(strength: Strength) -> str:
    """How good a password is, in words."""
    return {
        Strength.NONE: QCoreApplication.translate(
            "Account", "Three or four words are easy to remember and hard to guess."
        ),
        Strength.WEAK: QCoreApplication.translate(
            "Account", "Easy to guess. Make it longer: three or four words."
        ),
        Strength.FAIR: QCoreApplication.translate("Account", "Could be guessed. Add another word."),
        Strength.GOOD: QCoreApplication.translate("Account", "Good password."),
        Strength.STRONG: QCoreApplication.translate("Account", "Strong password."),
    }[strength]


def done_text(what: str) -> str:
    """What is said when something the person asked for is done."""
    return {
        "signed_in": QCoreApplication.translate(
            "Account", "You are signed in. Your library is on its way to your other computers."
        ),
        "signed_out": QCoreApplication.translate(
            "Account", "You are signed out. Everything on this computer stays here."
        ),
        "signed_out_everywhere": QCoreApplication.translate(
            "Account", "You are signed out on every device. Everything on this computer stays here."
        ),
        "deleted": QCoreApplication.translate(
            "Account", "Your account is deleted. Everything on this computer stays here."
        ),
        "device_renamed": QCoreApplication.translate("Account", "Renamed."),
        "device_revoked": QCoreApplication.translate("Account", "That device is signed out."),
        "password_changed": QCoreApplication.translate(
            "Account", "Your password is changed. Other devices have to sign in again."
        ),
        "email_asked": QCoreApplication.translate(
            "Account",
            "We sent a mail to the new address. Open its link to finish; until then the old one stays.",
        ),
        "email_changed": QCoreApplication.translate(
            "Account", "Your e-mail is changed. From now on sign in with the new one."
        ),
        "mail_sent": QCoreApplication.translate(
            "Account", "The mail is on its way. Look into your spam folder too."
        ),
        "reset_sent": QCoreApplication.translate(
            "Account", "If there is an account with this e-mail, a mail with a link is on its way."
        ),
        "way_linked": QCoreApplication.translate("Account", "Linked. From now on you can sign in with it."),
        "way_unlinked": QCoreApplication.translate("Account", "Unlinked. It no longer signs you in."),
        "password_set": QCoreApplication.translate(
            "Account", "Your account has a password now. You can sign in with it and your e-mail."
        ),
        "exported": QCoreApplication.translate(
            "Account", "Saved. The file holds everything the server has of you."
        ),
    }[what]


def seen_text(seen_ms: int, *, signed_in: bool) -> str:
    """When a device was last at the server."""
    words = (
        QCoreApplication.translate("Account", "Last seen {when}")
        if signed_in
        else QCoreApplication.translate("Account", "Signed out · last seen {when}")
    )
    return words.format(when=format_date_time(seen_ms))


def way_text(email: str, used_ms: int, *, offered: bool) -> str:
    """Who somebody is elsewhere, and when they last signed in that way."""
    if not offered:
        return QCoreApplication.translate("Account", "This server does not offer it any more.")
    used = QCoreApplication.translate("Account", "Last used {when}").format(when=format_date_time(used_ms))
    return f"{email} · {used}" if email else used


def platform_icon(platform: str) -> str:
    """The sign of a device, by the system it runs."""
    return {
        "Windows": "microsoft-windows",
        "Darwin": "apple",
        "Linux": "linux",
        "Android": "cellphone",
        "iOS": "cellphone",
    }.get(platform, "laptop")
