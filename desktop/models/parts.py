"""What a model's bytes may arrive as: whole files, or pieces to be joined. Knows the catalogue only."""

import msgspec

from desktop.models.catalogue import Build, Model, WheelSource


class Part(msgspec.Struct, frozen=True):
    """A run of bytes known by its checksum: piece `index` of `count` of one build of one file."""

    file: str
    build: Build
    index: int
    count: int
    size_bytes: int
    sha256: str

    @property
    def whole(self) -> bool:
        """Whether this is the file itself."""
        return self.count == 1


def whole(file: str, build: Build) -> Part:
    """A file as one part."""
    return Part(file, build, 0, 1, build.size_bytes, build.sha256)


def parts_of(model: Model) -> tuple[Part, ...]:
    """Every part from which a file of the model can be made: each build whole, then the wheels' pieces."""
    parts = [whole(file.name, build) for file in model.files for build in file.builds]
    for source in model.sources:
        if isinstance(source, WheelSource):
            for file in source.files:
                if len(file.pieces) > 1:
                    parts += pieces_of(model, source, file.name)
    return tuple(parts)


def pieces_of(model: Model, source: WheelSource, file_name: str) -> tuple[Part, ...]:
    """The parts of one file in the order they are joined. Raises KeyError when the source lacks the file."""
    file = next((file for file in source.files if file.name == file_name), None)
    if file is None:
        raise KeyError(file_name)
    build = model.file(file_name).build(file.sha256)
    if len(file.pieces) == 1:
        return (whole(file_name, build),)
    count = len(file.pieces)
    return tuple(
        Part(file_name, build, index, count, piece.size_bytes, piece.sha256)
        for index, piece in enumerate(file.pieces)
    )
