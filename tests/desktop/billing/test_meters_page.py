import msgspec

from desktop.billing.meters_page import MetersPane
from desktop.billing.views import Known, standing_of
from desktop.widgets.theming import ThemeChoice
from shared.billing.meters import Meter
from shared.errors import AppError
from tests.support.billing_stage import ADA, NOVEMBER_20_MS, billing_status


def standing(problem=None, **given):
    return standing_of(
        Known(ADA, "https://x.example", NOVEMBER_20_MS, billing_status(**given)), NOVEMBER_20_MS, problem
    )


def shown(qtbot, found, width=900):
    pane = MetersPane()
    qtbot.addWidget(pane)
    pane.resize(width, 600)
    pane.show()
    pane.show_standing(found)
    return pane


def titles(pane):
    return [card._title.full_text() for card in pane.cards]


def test_a_card_for_each_meter_and_what_the_plan_lacks_is_last(qtbot):
    pane = shown(qtbot, standing(ai_tokens=6_512, ai_operations=8, voice_ms=600_000, held=40))
    assert titles(pane)[0] == "AI tokens"
    assert titles(pane)[-1] == "Transcription on the server"
    tokens, operations, voice, *_, transcription = pane.cards
    assert (tokens.used.text(), tokens.bar.share(), tokens.bar.level()) == (
        "6,512 of 10,000 used",
        0.65,
        "ok",
    )
    assert "40 reserved" in tokens.detail.text()
    assert (operations.bar.level(), operations.state.text()) == ("warning", "80 %")
    assert (voice.bar.level(), voice.left.text().split(" · ")[0]) == ("danger", "Used up")
    assert (transcription.bar.isVisible(), transcription.state.isVisible()) == (False, False)
    assert "6,512 of 10,000 used" in tokens.accessibleName()


def test_old_numbers_are_grey(qtbot):
    pane = shown(qtbot, standing(AppError("network.unreachable"), ai_tokens=9_999))
    assert pane.cards[0].bar.level() == "muted"


def test_another_plan_changes_the_cards_in_place(qtbot):
    pane = shown(qtbot, standing())
    kept = list(pane.cards)
    full = standing(plan="pro")
    pane.show_standing(full)
    assert pane.cards == kept
    assert pane.cards[0].used.text() == "0 of 50,000 used"
    pane.show_standing(msgspec.structs.replace(full, meters=full.meters[:2]))
    assert len(pane.cards) == 2


def test_cards_stand_beside_each_other_as_there_is_room(qtbot, look):
    pane = shown(qtbot, standing(), width=1_000)
    assert pane.columns == 3
    pane.resize(400, 600)
    assert pane.columns == 1
    pane.resize(700, 600)
    assert pane.columns == 2
    look.choose(ThemeChoice("light", 200))
    assert pane.columns == 1


def test_of_what_is_sold_more_can_be_had(qtbot):
    found = standing(ai_tokens=9_000)
    pane = shown(qtbot, found)
    assert all(card.more_button.isHidden() for card in pane.cards)
    asked = []
    pane.more_asked.connect(asked.append)
    pane.show_standing(found, sold={Meter.AI_TOKENS})
    assert [card.more_button.isHidden() for card in pane.cards].count(False) == 1
    pane.cards[0].more_button.click()
    assert asked == [Meter.AI_TOKENS]
