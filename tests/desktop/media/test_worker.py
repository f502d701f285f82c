import msgspec
import pytest

from desktop.media.messages import (
    DocumentRequest,
    DocumentText,
    JoinRequest,
    Probe,
    ProbeRequest,
    ThumbnailRequest,
    Transcribed,
    TranscribeEvent,
    TranscribeRequest,
    WindowDone,
)
from desktop.media.worker import HANDLERS
from desktop.runtime.worker_serving import Context, RequestCancelled
from tests.support.documents import make_pdf
from tests.support.model_cache import model_folder
from tests.support.speech import sound, tone, write_audio


def ask(kind, request, *, cancelled=False):
    sent = []
    context = Context(1, sent.append)
    if cancelled:
        context.cancel()
    return HANDLERS[kind](msgspec.to_builtins(request), context), [event.payload for event in sent]


def test_probe_and_thumbnail_answer(tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(500))
    answer, _ = ask("probe", ProbeRequest(bytes(path)))
    assert msgspec.convert(answer, Probe).kind == "audio"
    target = tmp_path / "a.png"
    assert ask("thumbnail", ThumbnailRequest(str(path), "audio", ".wav", str(target)))[0] is True
    assert target.exists()


def test_document_answers_and_can_be_stopped(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", ["Light bends."])
    answer, _ = ask("document", DocumentRequest(str(path), ".pdf"))
    assert msgspec.convert(answer, DocumentText).segments[0].text == "Light bends."
    with pytest.raises(RequestCancelled):
        ask("document", DocumentRequest(str(path), ".pdf"), cancelled=True)


def test_join_answers(tmp_path):
    piece = tmp_path / "1.pcm"
    piece.write_bytes((tone(200) * 32_767).astype("<i2").tobytes())
    answer, _ = ask("join", JoinRequest([str(piece)], 16_000, 1, str(tmp_path / "a.flac")))
    assert answer == 200


def test_transcribe_answers_and_keeps_its_model(tmp_path, monkeypatch):
    loads = []
    from desktop.media import worker

    real = worker.Recogniser
    monkeypatch.setattr(worker, "Recogniser", lambda *args: loads.append(args) or real(*args))
    path = write_audio(tmp_path / "a.wav", sound(0, 5_000))
    request = TranscribeRequest(str(path), str(model_folder("tiny.en")), threads=2, batch=4)
    for _ in range(2):
        answer, events = ask("transcribe", request)
        assert msgspec.convert(answer, Transcribed).heard_ms == 5_000
        found = [msgspec.convert(event, TranscribeEvent) for event in events]
        assert any(isinstance(event, WindowDone) and event.segments for event in found)
    assert len(loads) == 1
