"""The sources under an answer: one card per citation, and the words for where it stands."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chat.answers import GOOD_MATCH, Citation
from desktop.chat.texts import text
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_clock, format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

FEW = 3
"""So many cards are shown before a person asks for all."""
_QUOTE_CHARACTERS = 240
_STRONG = 0.8


def place_of(citation: Citation) -> str:
    """Where a citation stands: "12:34–12:50", "Page 3"; empty for a text without pages."""
    if citation.page is not None:
        return QCoreApplication.translate("Ask", "Page {page}").format(page=format_number(citation.page))
    if citation.start_ms is None:
        return ""
    start, end = format_clock(citation.start_ms), format_clock(citation.end_ms or citation.start_ms)
    return start if start == end else f"{start}–{end}"


def match_words(relevance: float) -> tuple[str, str]:
    """Words and icon for how well a passage fits the question."""
    if relevance >= _STRONG:
        return QCoreApplication.translate("Ask", "Strong match"), "signal-cellular-3"
    if relevance >= GOOD_MATCH:
        return QCoreApplication.translate("Ask", "Good match"), "signal-cellular-2"
    return QCoreApplication.translate("Ask", "Loose match"), "signal-cellular-1"


def citations_text(answer: str, citations: tuple[Citation, ...]) -> str:
    """An answer with its sources, to paste elsewhere."""
    if not citations:
        return answer
    heading = QCoreApplication.translate("Ask", "Sources")
    lines = [
        f"[{one.n}] {', '.join(filter(None, (one.title, place_of(one))))}: {text('quote', text=one.text)}"
        for one in citations
    ]
    return "\n".join([answer, "", heading, *lines])


class CitationCard(ActionCard):
    """Number, title, place, match and (unless the answer quotes it already) the words that stand there."""

    def __init__(self, citation: Citation, *, quoted: bool, parent: QWidget | None = None) -> None:
        match, bars = match_words(citation.relevance)
        place = place_of(citation)
        spoken = [self.tr("Source {n}").format(n=citation.n), citation.title, place, match]
        super().__init__(", ".join(part for part in spoken if part), parent=parent)
        self.citation = citation
        self.shows = (citation, quoted)
        self.setToolTip(self._opening())
        self.add(self._title_line())
        self.add(self._place_line(place, match, bars))
        if not quoted:
            quote = Label(text("quote", text=_shortened(citation.text)), TypeRole.SMALL, wrap=True)
            self.add(quote)
            self.setAccessibleDescription(citation.text)

    def _title_line(self) -> QWidget:
        line, row = _line()
        row.addWidget(Pill(str(self.citation.n), "accent"))
        row.addWidget(ElidedLabel(self.citation.title, semibold=True), 1)
        return line

    def _place_line(self, place: str, match: str, bars: str) -> QWidget:
        line, row = _line()
        if place:
            glyph = "play" if self.citation.page is None else "file-document-outline"
            row.addWidget(Glyph(glyph, pixels=16, role="accent"))
            row.addWidget(Label(place, TypeRole.SMALL, semibold=True))
            row.addSpacing(Space.S)
        row.addWidget(Glyph(bars, pixels=16))
        row.addWidget(Label(match, TypeRole.SMALL, tone="muted"))
        row.addStretch(1)
        return line

    def _opening(self) -> str:
        if self.citation.page is not None:
            return self.tr("Open page {page}").format(page=self.citation.page)
        if self.citation.start_ms is not None:
            return self.tr("Play from {time}").format(time=format_clock(self.citation.start_ms))
        return self.tr("Open")


class CitationList(QWidget):
    """Cards in order; beyond three, the rest on demand."""

    opened = Signal(object)
    pointed = Signal(int)
    """The card under pointer or focus, by its number; 0 for none."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._citations: tuple[Citation, ...] = ()
        self._answer = ""
        self._cards: list[CitationCard] = []
        self._all = False
        self._highlighted = 0
        self._heading = Label("", TypeRole.SMALL, tone="muted", semibold=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.more = Button("", "link")
        self.more.clicked.connect(self._show_all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.S)
        outer.addWidget(self._heading)
        outer.addLayout(self._column)
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def show_citations(self, citations: tuple[Citation, ...], answer: str) -> None:
        """Show these; `answer` is the text above them."""
        if citations == self._citations and answer == self._answer:
            return
        self._citations, self._answer = citations, answer
        self._rebuild()

    def cards(self) -> list[CitationCard]:
        return list(self._cards)

    def highlight(self, number: int) -> None:
        """Mark the card of a citation; 0 for none. A card that is folded away is brought out."""
        self._highlighted = number
        if number and all(card.citation.n != number for card in self._cards):
            self._show_all()
        for card in self._cards:
            card.set_highlighted(card.citation.n == number)

    def _show_all(self) -> None:
        if len(self._cards) < len(self._citations):
            self._all = True
            self._rebuild()

    def _rebuild(self) -> None:
        shown = self._citations if self._all or len(self._citations) <= FEW + 1 else self._citations[:FEW]
        wanted = [(one, " ".join(one.text.split()) in self._answer) for one in shown]
        kept = 0
        while kept < min(len(wanted), len(self._cards)) and self._cards[kept].shows == wanted[kept]:
            kept += 1
        for card in self._cards[kept:]:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self._cards[kept:]
        for citation, quoted in wanted[kept:]:
            self._add(citation, quoted=quoted)
        self._heading.setText(self.tr("Sources"))
        rest = len(self._citations) - len(shown)
        self.more.setText(self.tr("Show %n more source(s)", "", rest))
        self.more.setVisible(rest > 0)
        self.setVisible(bool(self._citations))

    def _add(self, citation: Citation, *, quoted: bool) -> None:
        card = CitationCard(citation, quoted=quoted)
        card.clicked.connect(lambda: self.opened.emit(citation))
        card.pointed.connect(lambda on: self.pointed.emit(citation.n if on else 0))
        card.set_highlighted(citation.n == self._highlighted)
        self._column.addWidget(card)
        self._cards.append(card)


def _line() -> tuple[QWidget, QHBoxLayout]:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    return line, row


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _QUOTE_CHARACTERS:
        return line
    cut = line[:_QUOTE_CHARACTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[_QUOTE_CHARACTERS // 2 :] else cut) + "…"
