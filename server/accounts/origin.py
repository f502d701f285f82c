"""Where a request comes from, for the audit log, slow-downs and the language of mails."""

import uuid

import msgspec


class Origin(msgspec.Struct, frozen=True):
    """A network address and the language of whoever asks; the device when it is known."""

    address: str = ""
    language: str = "en"
    device_id: uuid.UUID | None = None
