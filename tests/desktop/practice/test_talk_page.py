from desktop.practice.service import Said
from desktop.practice.talk_page import TalkPane, Transcript
from tests.support.waiting import until


def test_turns_grow_and_go(qtbot):
    transcript = Transcript()
    qtbot.addWidget(transcript)
    transcript.show_said([], busy=False, hint="Say hello.")
    assert not transcript.hint.isHidden()
    turns = [Said("you", "What?"), Said("teacher", "A bar")]
    transcript.show_said(turns, busy=True, hint="Say hello.")
    first = transcript.views[0]
    assert transcript.hint.isHidden()
    assert not transcript.dots.isHidden()
    transcript.show_said([turns[0], Said("teacher", "A bar that turns", cut=True)], busy=False, hint="")
    assert transcript.views[0] is first
    assert transcript.views[1].accessibleName() == "Teacher: A bar that turns"
    assert not transcript.views[1].note.isHidden()
    transcript.show_said([], busy=False, hint="")
    assert transcript.views == []


async def test_the_end_stays_in_sight_unless_somebody_reads_above(qloop):
    transcript = Transcript()
    transcript.resize(400, 200)
    transcript.show()
    turns = [Said("you", f"Turn {n}") for n in range(12)]
    transcript.show_said(turns, busy=False, hint="")
    bar = transcript.verticalScrollBar()
    await until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    before = bar.maximum()
    transcript.show_said([*turns, Said("teacher", "More")], busy=False, hint="")
    await until(lambda: bar.maximum() > before)
    assert bar.value() == 0
    transcript.close()
    transcript.deleteLater()


def test_buttons_follow_the_turn(qtbot):
    pane = TalkPane()
    qtbot.addWidget(pane)
    pane.show_phase("listening", "Listening…")
    assert pane.talk_button.text() == "I have finished"
    assert not pane.level.isHidden()
    assert pane.talk_button.accessibleDescription() == "Listening…"
    pane.show_phase("off", "Over.")
    assert pane.talk_button.isHidden()
    assert pane.stop_button.isHidden()
    assert not pane.again_button.isHidden()
    with qtbot.waitSignal(pane.toggled):
        pane.press_space()
