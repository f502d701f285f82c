"""Speaking with Qt's engine that only pretends to."""

from PySide6.QtTextToSpeech import QTextToSpeech

from desktop.widgets.voice import Voice


def test_sentences_are_said_one_after_the_other(qtbot):
    voice = Voice(engine="mock")
    assert voice.available
    with qtbot.waitSignal(voice.ended, timeout=20_000):
        voice.say("One.", "en")
        voice.say("Two.", "xx")
        assert voice.speaking
    assert not voice.speaking


def test_it_can_be_silenced(qtbot):
    voice = Voice(engine="mock")
    ended = []
    voice.ended.connect(lambda: ended.append(1))
    voice.say("A long sentence that is not said to its end.")
    voice.say("Another one.")
    voice.stop()
    assert not voice.speaking
    voice.say("After all.")
    qtbot.waitUntil(lambda: ended == [1], timeout=20_000)


def test_an_engine_that_fails_says_nothing_more(qtbot):
    voice = Voice(engine="mock")
    voice.say("One.")
    voice.say("Two.")
    with qtbot.waitSignal(voice.ended):
        voice._changed(QTextToSpeech.State.Error)
    assert not voice.speaking
    voice.stop()


def test_a_computer_without_a_voice(qtbot, monkeypatch):
    voice = Voice(engine="nobody")
    voice.say("Nothing is heard.")
    voice.stop()
    assert not voice.available
    assert not voice.speaking
    monkeypatch.setattr(QTextToSpeech, "availableEngines", staticmethod(lambda: ["mock"]))
    assert not Voice().available
