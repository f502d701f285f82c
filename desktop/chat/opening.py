"""How a model's reply may begin besides with its answer: a thought block, or the word that says there is none. Pure."""

NOT_IN_MATERIAL = "NOT_IN_MATERIAL"
_THINKS, _THOUGHT = "<think>", "</think>"


class Opening:
    """Feed it a reply in pieces of any size; it holds back the beginning until it is clear what it is.

    Some local servers send what a model thinks as part of its text, in <think> tags before the answer.
    `says_nothing` is set when the whole answer is NOT_IN_MATERIAL.
    """

    def __init__(self) -> None:
        self._held = ""
        self._open = False
        self.says_nothing = False

    def feed(self, piece: str) -> str:
        """Return what is certainly answer."""
        if self._open:
            return piece
        self._held += piece
        answer = _without_thought(self._held)
        if answer is None or _THINKS.startswith(answer) or _may_be_nothing(answer):
            return ""
        self._open = True
        return answer

    def finish(self) -> str:
        """Return what was held, unless it says that there is no answer."""
        answer = None if self._open else _without_thought(self._held)
        if answer is None:
            return ""
        self.says_nothing = answer.strip("`*\"'. \n") == NOT_IN_MATERIAL
        return "" if self.says_nothing else answer.rstrip()


def _without_thought(reply: str) -> str | None:
    """Return the reply after its thoughts; None while it is still thinking."""
    rest = reply.lstrip()
    while rest.startswith(_THINKS):
        _, ended, rest = rest.partition(_THOUGHT)
        if not ended:
            return None
        rest = rest.lstrip()
    return rest


def _may_be_nothing(start: str) -> bool:
    """Whether this may be, or become, the lone word NOT_IN_MATERIAL, with the marks models put around it."""
    bare = start.lstrip("`*\"' ")
    if not bare or NOT_IN_MATERIAL.startswith(bare):
        return len(start) < 2 * len(NOT_IN_MATERIAL)
    return bare.startswith(NOT_IN_MATERIAL) and not bare[len(NOT_IN_MATERIAL) :].strip("`*\"'. \n")
