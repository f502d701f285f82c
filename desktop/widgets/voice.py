"""Speaks sentences with a voice of this computer. Knows nothing of what is said or why."""

from typing import Any

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtTextToSpeech import QTextToSpeech

_SILENT_ENGINES = frozenset({"", "mock"})


class Voice(QObject):
    """`say` queues a sentence; `ended` when everything queued was spoken or could not be."""

    ended = Signal()

    def __init__(self, parent: QObject | None = None, *, engine: str = "") -> None:
        """Open an engine by name; empty: the system's own, never one that only pretends to speak."""
        super().__init__(parent)
        self._waiting: list[tuple[str, str]] = []
        self._speaking = False
        self._speech: QTextToSpeech | None = None
        engines = QTextToSpeech.availableEngines()
        if engine in engines or (not engine and any(one not in _SILENT_ENGINES for one in engines)):
            made = QTextToSpeech(engine, self) if engine else QTextToSpeech(self)
            if engine or made.engine() not in _SILENT_ENGINES:
                self._speech = made
                made.stateChanged.connect(self._changed)

    @property
    def available(self) -> bool:
        """Whether anything would be heard."""
        return self._speech is not None and self._speech.state() != QTextToSpeech.State.Error

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or waits to be."""
        return self._speaking or bool(self._waiting)

    def say(self, text: str, language: str = "") -> None:
        """Say `text` after what was queued before; `language` is a code such as "es", empty for the system's."""
        if not self.available:
            return
        self._waiting.append((text, language))
        if not self._speaking:
            self._next()

    def stop(self) -> None:
        """Be silent now."""
        self._waiting.clear()
        self._speaking = False
        if self._speech is not None:
            self._speech.stop()

    def _next(self) -> None:
        if self._speech is None or not self._waiting:
            return
        text, language = self._waiting.pop(0)
        locale = self._locale_of(language)
        if locale is not None and locale != self._speech.locale():
            self._speech.setLocale(locale)
        self._speaking = True
        self._speech.say(text)

    def _locale_of(self, language: str) -> QLocale | None:
        """The person's own kind of a language if there is a voice for it, else any; None to stay as it is."""
        if self._speech is None or not language:
            return None
        wanted = QLocale(language).language()
        found = [one for one in self._speech.availableLocales() if one.language() == wanted]
        own = QLocale.system()
        return next((one for one in found if one == own), found[0] if found else None)

    def _changed(self, state: Any) -> None:
        ready, failed = QTextToSpeech.State.Ready, QTextToSpeech.State.Error
        if not self._speaking or state not in (ready, failed):
            return
        self._speaking = False
        if state == failed:
            self._waiting.clear()
        if self._waiting:
            self._next()
        else:
            self.ended.emit()
