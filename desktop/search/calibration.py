"""Turns what is known of a hit into the chance that it answers, and says when nothing does. Pure.

relevance = 1 / (1 + exp(-(bias + cosine * c + coverage * v + size * log10(passages)))), fitted by `make bench` on
XQuAD: questions whose article is in the library against questions whose article is not, in libraries of 5 to 230
passages, and on the shipped sample lecture with everyday questions. `coverage` is the share of the question's idf
weight that stands in the passage; a bigger library holds a better chance match, hence the last term.
"""

import math

import msgspec

SIZE_LIMIT = 1_000
"""Passages beyond which the size of the library is not counted on: nothing bigger was judged."""


class Calibration(msgspec.Struct, frozen=True):
    """Weights of one way of searching; a hit whose relevance is below `threshold` is not shown."""

    bias: float
    cosine: float
    coverage: float
    size: float
    threshold: float

    def relevance(self, cosine: float, coverage: float, passages: int) -> float:
        """Chance (0..1) that a passage answers, found among so many."""
        size = math.log10(min(SIZE_LIMIT, max(1, passages)))
        logit = self.bias + self.cosine * cosine + self.coverage * coverage + self.size * size
        return 1 / (1 + math.exp(-logit))


CALIBRATIONS = {
    ("minilm", True): Calibration(-5.6, 13.7, 8.2, -1.4, 0.3),
    ("minilm", False): Calibration(-6.6, 8.6, 17.5, -1.7, 0.3),
    ("wordllama", True): Calibration(-4.5, 12.2, 7.8, -1.45, 0.3),
    ("wordllama", False): Calibration(-5.8, 5.8, 17.4, -1.9, 0.3),
    ("", True): Calibration(-1.9, 0.0, 10.0, -1.3, 0.4),
    ("", False): Calibration(-2.0, 0.0, 17.1, -2.0, 0.4),
}
"""By embedder and whether the question is English; no embedder is full text alone, where the cosine is always 0."""


def calibration(embedder: str, *, english: bool) -> Calibration:
    """The calibration of an embedder; an unknown one is judged by words alone."""
    return CALIBRATIONS.get((embedder, english), CALIBRATIONS["", english])
