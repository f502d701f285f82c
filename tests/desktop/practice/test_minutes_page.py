from desktop.practice.minutes_page import MinutesBar
from desktop.practice.views import Minutes


def test_nothing_known_a_limit_and_none(qtbot):
    bar = MinutesBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.show_minutes(Minutes(540_000, 600_000, 60_000, warning=True), "more")
    assert bar.words.text() == "9 min of 10 min used · 1 min left · more"
    assert bar.bar.accessibleDescription() == "9 min of 10 min used · 1 min left"
    assert bar.bar.level() == "danger"
    assert bar.bar.share() == 0.9
    bar.show_minutes(Minutes(60_000, None, None, warning=False))
    assert bar.bar.isHidden()
    bar.show_minutes(None)
    assert bar.isHidden()
