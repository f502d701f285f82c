"""The topics of a report: how each went, the weakest first, and who has trouble with it."""

from desktop.quiz.report import STRUGGLED, Report, TopicReport
from desktop.quiz.report_words_page import share_words
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.label import Label
from desktop.widgets.quiz_distribution import Bar, Distribution
from desktop.widgets.theme import TypeRole

_WIDTH = 84
_MOST_NAMES = 12


class TopicsPane(ScrollColumn):
    """A card per topic; without topics, how to get them."""

    def __init__(self) -> None:
        super().__init__(characters=_WIDTH)
        self._report: Report | None = None
        self.cards: list[Card] = []
        self.none = EmptyState(
            "tag-multiple-outline",
            self.tr(
                "Give questions a topic in the quiz editor, and you will see here which topic needs another lesson."
            ),
        )
        self.body.addWidget(self.none)

    def show_report(self, report: Report) -> None:
        if report == self._report:
            return
        self._report = report
        for card in self.cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [self._card(topic) for topic in report.topics]
        for card in self.cards:
            self.body.addWidget(card)
        self.none.setVisible(not self.cards)

    def _card(self, topic: TopicReport) -> Card:
        card = Card()
        bars = Distribution()
        name = self.tr("{topic}: {share} right").format(topic=topic.topic, share=share_words(topic.share))
        card.body.addWidget(Label(name, TypeRole.LEAD, semibold=True, wrap=True))
        counts = (
            f"{self.tr('%n question(s)', '', topic.questions)} · {self.tr('%n answer(s)', '', topic.answers)}"
        )
        bars.set_bars([Bar(counts, round(topic.share * topic.answers))], topic.answers)
        card.body.addWidget(bars)
        names = list(topic.struggling)
        more = len(names) - _MOST_NAMES
        listed = ", ".join(names[:_MOST_NAMES])
        if more > 0:
            listed = f"{listed} {self.tr('and %n more', '', more)}"
        if names:
            card.body.addWidget(Label(self.tr("Below half: {names}").format(names=listed), wrap=True))
        elif topic.share >= STRUGGLED:
            card.body.addWidget(Label(self.tr("Nobody is below half."), tone="muted", wrap=True))
        return card
