"""Why somebody is not in a game, in kind words: (title, what it means and what to do)."""

from PySide6.QtCore import QCoreApplication

from shared.quiz.messages import Deny

CAN_TRY_AGAIN = frozenset({"full", "locked", "too_many", "kicked"})


def refusal_words(deny: Deny) -> tuple[str, str]:
    """Words for a refusal that no other name, team or PIN would change."""
    wait_s = max(1, round(deny.wait_ms / 1000))
    over = (
        QCoreApplication.translate("Refusals", "This game is over"),
        QCoreApplication.translate("Refusals", "Nobody can join any more."),
    )
    out = QCoreApplication.translate("Refusals", "Your teacher took you out of the game")
    words = {
        "full": (
            QCoreApplication.translate("Refusals", "The game is full"),
            QCoreApplication.translate("Refusals", "No more players can join. Ask your teacher."),
        ),
        "locked": (
            QCoreApplication.translate("Refusals", "The door is closed"),
            QCoreApplication.translate(
                "Refusals", "Your teacher lets nobody new in at the moment. Ask, then try again."
            ),
        ),
        "banned": (
            out,
            QCoreApplication.translate(
                "Refusals", "You cannot come back to this game by yourself. Ask your teacher."
            ),
        ),
        "kicked": (
            out,
            QCoreApplication.translate(
                "Refusals", "Ask your teacher if this was a mistake; your points are kept."
            ),
        ),
        "version": (
            QCoreApplication.translate("Refusals", "This game needs another version"),
            QCoreApplication.translate(
                "Refusals",
                "The teacher's Lantern and yours do not understand each other."
                " Update the older one, or join with a browser.",
            ),
        ),
        "refused": (
            QCoreApplication.translate("Refusals", "You were not let in"),
            QCoreApplication.translate("Refusals", "Your teacher did not let this name in. You can ask why."),
        ),
        "too_many": (
            QCoreApplication.translate("Refusals", "Too many tries"),
            QCoreApplication.translate("Refusals", "Wait %n second(s), then try again.", "", wait_s),
        ),
        "ended": over,
        "over": over,
    }
    other = (
        QCoreApplication.translate("Refusals", "You could not join"),
        QCoreApplication.translate("Refusals", "Ask your teacher, then try again."),
    )
    return words.get(deny.reason, other)


def gone_words(reason: str) -> tuple[str, str]:
    """Words for a connection that the host ended."""
    if reason in {"kicked", "banned"}:
        return refusal_words(Deny("kicked" if reason == "kicked" else "banned"))
    if reason == "elsewhere":
        title = QCoreApplication.translate("Refusals", "You play on another device now")
        return title, QCoreApplication.translate("Refusals", "Your points moved there with you.")
    title = QCoreApplication.translate("Refusals", "The connection was ended")
    if reason == "flood":
        return title, QCoreApplication.translate(
            "Refusals", "This computer sent too much at once. You can come back."
        )
    return title, QCoreApplication.translate("Refusals", "You can come back.")
