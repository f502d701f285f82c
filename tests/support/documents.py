"""Small real documents: PDFs with text, with a password, and made of pictures only."""

import hashlib
from pathlib import Path

from PIL import Image, ImageDraw

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = bytes(range(16))


def make_pdf(path: Path, pages: list[str], password: str = "") -> Path:
    """A PDF whose pages hold these lines of ASCII text; a password locks it (RC4, 40 bits: PDF 1.7, 7.6.3)."""
    key, encryption = _encryption(password) if password else (b"", "")
    objects: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for n, text in enumerate(pages):
        number = 4 + 2 * n
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        stream = _page_stream(text)
        if key:
            stream = _rc4(_object_key(key, number + 1), stream)
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    if encryption:
        objects[max(objects) + 1] = encryption.encode("latin-1")
    path.write_bytes(_assembled(objects, encrypted=bool(encryption)))
    return path


def make_scan(path: Path, pages: int = 2) -> Path:
    """A PDF of pictures: what a scanner without text recognition gives."""
    pictures = []
    for number in range(pages):
        picture = Image.new("RGB", (420, 594), (250, 250, 245))
        ImageDraw.Draw(picture).rectangle((60, 80, 360, 100 + 40 * number), fill=(30, 30, 30))
        pictures.append(picture)
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:])
    return path


def _page_stream(text: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.split("\n")]
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 11 Tf 14 TL 60 780 Td {shown} ET".encode()


def _assembled(objects: dict[int, bytes], *, encrypted: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(offsets):
        out += b"%010d 00000 n \n" % offsets[number]
    extra = f" /Encrypt {max(objects)} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]" if encrypted else ""
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _encryption(password: str) -> tuple[bytes, str]:
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + permissions + _ID).digest()[:5]
    user = _rc4(key, _PADDING)
    return key, f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>"


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
