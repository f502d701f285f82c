"""Chooses the speech model of a job from the models on this computer and the person's settings."""

import hashlib
from pathlib import Path

import msgspec

from desktop.models.service import ModelsService, ModelState
from shared.errors import AppError

BEST_FIRST = ("base", "tiny.en")
SMALLEST = "tiny.en"
_OPTIONS = b"windows 240/20/360, int8, beam 5, batched, words, vad 160/400, v1"
"""What a transcript depends on besides the sound and the model; changing the pipeline's text changes this."""


class SpeechModel(msgspec.Struct, frozen=True):
    """A sound model on this disk; `identity` differs when its files do."""

    name: str
    folder: Path
    identity: bytes

    @property
    def multilingual(self) -> bool:
        """Whether it knows more than English, by the publisher's naming."""
        return not self.name.endswith(".en")


def check_asked(name: str) -> None:
    """A person may ask for a speech model only, or for none (""). Raises `AppError("models.unknown")`."""
    if name and name not in BEST_FIRST:
        raise AppError("models.unknown", name=name, known=", ".join(sorted(BEST_FIRST)))


def wanted_name(models: ModelsService, asked: str) -> str:
    """The model asked for; with none asked, the best one there, else the smallest that could be fetched."""
    if asked:
        return asked
    usable = (ModelState.PRESENT, ModelState.UNCHECKED)
    return next((name for name in BEST_FIRST if models.state(name) in usable), SMALLEST)


async def choose(models: ModelsService, asked: str) -> SpeechModel:
    """Find the model for a job. Raises AppError `models.missing`, `models.damaged`, `models.unknown`."""
    check_asked(asked)
    name = wanted_name(models, asked)
    folder = await models.require(name)
    return SpeechModel(name, folder, await models.identity(name))


def transcript_key(media_sha: bytes, model: SpeechModel, *, translate: bool) -> bytes:
    """Name of what this model makes of this sound."""
    digest = hashlib.sha256(b"transcript\0")
    for part in (media_sha, model.identity, _OPTIONS, b"translate" if translate else b""):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()


def again_key(key: bytes) -> bytes:
    """Name of the text made anew by the same model from the same sound."""
    return hashlib.sha256(b"transcript again\0" + key).digest()


def document_key(media_sha: bytes) -> bytes:
    """Name of the text of a document or of subtitles."""
    return hashlib.sha256(b"document v1\0" + media_sha).digest()
