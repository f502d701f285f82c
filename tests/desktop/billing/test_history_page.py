import pytest

from desktop.billing.history_page import HistoryPane
from shared.billing.meters import Meter
from tests.support.billing_stage import cost, usage_day, usage_history

COSTS = (
    cost("chat", "claude-5", 2, 300, 900_000),
    cost("chat", "gpt-5", 5, 100, 50_000),
    cost("voice", "", 1, 0, 0),
)


@pytest.fixture
def pane(qtbot):
    made = HistoryPane()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def test_days_and_their_sum(pane):
    pane.show_history(usage_history(usage_day("2026-11-19", 500), usage_day("2026-11-20", 100)))
    assert pane.total.text().startswith("AI tokens: 600 in 30")
    assert "500" in pane.note.text()
    bars = pane.chart.bars()
    assert (len(bars), bars[-1].value, bars[-2].value) == (30, 100, 500)
    assert bars[-1].label == "20 Nov"
    assert sum(1 for bar in bars if bar.label) <= 8
    assert "100" in bars[-1].spoken
    assert not pane.meter.isVisible()
    assert not pane.cost_card.isVisible()


def test_another_meter_is_shown_in_its_unit_and_stays_chosen(pane):
    history = usage_history(
        usage_day("2026-11-20", 100), usage_day("2026-11-20", 90_000, Meter.VOICE_MS, "voice")
    )
    pane.show_history(history)
    assert pane.meter.isVisible()
    pane.meter.set_selected("voice_ms")
    pane.meter.selected.emit("voice_ms")
    assert pane.chart.bars()[-1].value == 1.5
    assert pane.total.text().startswith("Speaking with AI: 1.5 min")
    pane.show_history(history)
    assert pane.meter.current() == "voice_ms"


def test_nothing_was_used(pane):
    pane.show_history(usage_history())
    assert pane.nothing.isVisible()
    assert not pane.chart.isVisible()


def test_costs_by_service_and_by_model(pane):
    pane.show_history(usage_history(services=COSTS))
    assert pane.costs.lines == [
        ("Service", "Calls", "Tokens", "Cost"),
        ("Questions and answers", "7", "400", "$0.9500"),
        ("claude-5", "2", "300", "$0.9000"),
        ("gpt-5", "5", "100", "$0.0500"),
        ("Speaking with AI", "1", "0", "$0.00"),
        ("All of it", "8", "400", "$0.9500"),
    ]
    pane.by.set_selected("model")
    pane.by.selected.emit("model")
    assert [line[0] for line in pane.costs.lines][1:3] == ["claude-5", "Questions and answers"]
    assert "Without a model" in [line[0] for line in pane.costs.lines]


def test_other_days_are_asked_for(pane, qtbot):
    with qtbot.waitSignal(pane.days_wanted) as told:
        pane.days._buttons["90"].click()
    assert told.args == [90]
