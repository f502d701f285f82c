"""Why somebody is not in a game, in kind words: (title, what it means and what to do)."""

from PySide6.QtCore import QCoreApplication

from shared.quiz.messages import Deny

CAN_TRY_AGAIN = frozenset({"full", "locked", "too_many", "kicked"})


def refusal_words(deny: Deny) -> tuple[str, str]:
    """Words for a refusal that no other name, team or PIN would change."""
    say = QCoreApplication.translate
    wait_s = max(1, round(deny.wait_ms / 1000))
    over = (say("Refusals", "This game is over"), say("Refusals", "Nobody can join any more."))
    out = say("Refusals", "Your teacher took you out of the game")
    words = {
        "full": (
            say("Refusals", "The game is full"),
            say("Refusals", "No more players can join. Ask your teacher."),
        ),
        "locked": (
            say("Refusals", "The door is closed"),
            say("Refusals", "Your teacher lets nobody new in at the moment. Ask, then try again."),
        ),
        "banned": (out, say("Refusals", "You cannot come back to this game by yourself. Ask your teacher.")),
        "kicked": (out, say("Refusals", "Ask your teacher if this was a mistake; your points are kept.")),
        "version": (
            say("Refusals", "This game needs another version"),
            say(
                "Refusals",
                "The teacher's Lantern and yours do not understand each other."
                " Update the older one, or join with a browser.",
            ),
        ),
        "refused": (
            say("Refusals", "You were not let in"),
            say("Refusals", "Your teacher did not let this name in. You can ask why."),
        ),
        "too_many": (
            say("Refusals", "Too many tries"),
            say("Refusals", "Wait %n second(s), then try again.", "", wait_s),
        ),
        "ended": over,
        "over": over,
    }
    other = (say("Refusals", "You could not join"), say("Refusals", "Ask your teacher, then try again."))
    return words.get(deny.reason, other)


def gone_words(reason: str) -> tuple[str, str]:
    """Words for a connection that the host ended."""
    say = QCoreApplication.translate
    if reason in {"kicked", "banned"}:
        return refusal_words(Deny("kicked" if reason == "kicked" else "banned"))
    if reason == "elsewhere":
        title = say("Refusals", "You play on another device now")
        return title, say("Refusals", "Your points moved there with you.")
    title = say("Refusals", "The connection was ended")
    if reason == "flood":
        return title, say("Refusals", "This computer sent too much at once. You can come back.")
    return title, say("Refusals", "You can come back.")
