"""Brings the cosines of any embedding model onto MiniLM's scale, for which relevance was judged. Pure.

Models differ in what a cosine means: unrelated texts have 0.05 with MiniLM and 0.7 with some others. Sixteen pairs of a
question and the sentence that answers it are embedded once by a new model; how near the pairs are, and how near
everything else is, fixes the straight line from its cosines to MiniLM's.
"""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np

SCALE = "minilm"
"""The embedder whose ranking weight and calibration apply to cosines on the common scale."""

PAIRS = (
    ("Why do leaves look green?", "Chlorophyll absorbs red and blue light and reflects green light."),
    ("Who invented movable type?", "Gutenberg cast movable metal type in Mainz around 1450."),
    ("How long must the dough rest?", "Let the dough rest for an hour until it has doubled in size."),
    ("What does the heart do?", "The heart pumps blood through the arteries to every part of the body."),
    ("How far away is the Moon?", "The distance from the Earth to the Moon is about 384,000 kilometres."),
    (
        "What caused the First World War?",
        "The assassination of the archduke in 1914 led to the First World War.",
    ),
    ("How do I calculate the area of a circle?", "The area of a circle is pi times the radius squared."),
    ("Why does iron rust?", "Iron rusts because it reacts with oxygen and water."),
    ("What is inflation?", "Inflation is a general rise in prices, so that money buys less."),
    ("How does a vaccine protect us?", "A vaccine trains the immune system to recognise a virus."),
    ("Who wrote Hamlet?", "William Shakespeare wrote the tragedy Hamlet around 1600."),
    ("What makes an aeroplane fly?", "Air flowing over the wings of an aeroplane gives it lift."),
    ("When do birds migrate?", "Many birds migrate south in autumn and come back in spring."),
    ("What is a verb?", "A verb is a word that says what somebody or something does."),
    ("How is glass made?", "Glass is made by melting sand with soda and lime in a furnace."),
    (
        "Why do earthquakes happen?",
        "Earthquakes happen where plates of the Earth's crust slide past each other.",
    ),
)
TEXTS = tuple(question for question, _ in PAIRS) + tuple(answer for _, answer in PAIRS)
LEAST_GAP = 0.05
"""A model that tells pairs from strangers by less than this cannot be searched with."""


class Anchoring(msgspec.Struct, frozen=True):
    """A model's mean cosine of a question with its answer (`near`) and with the others (`far`)."""

    near: float
    far: float

    @property
    def usable(self) -> bool:
        """Whether the model tells what belongs together."""
        return self.near - self.far >= LEAST_GAP

    def scaled(self, cosine: float) -> float:
        """The cosine MiniLM would have given, -1..1."""
        share = (cosine - self.far) / (self.near - self.far)
        return max(-1.0, min(1.0, MINILM.far + share * (MINILM.near - MINILM.far)))


MINILM = Anchoring(0.7175, 0.0563)


def anchoring(vectors: "np.ndarray") -> Anchoring:
    """Measure a model by its unit vectors of `TEXTS`."""
    count = len(PAIRS)
    cosines = vectors[:count] @ vectors[count:].T
    near = float(cosines.diagonal().mean())
    return Anchoring(near, float((cosines.sum() - cosines.trace()) / (count * (count - 1))))
