from desktop.practice.service import Minutes
from desktop.practice.setup_page import MOST_TOPIC, SetupPane
from desktop.widgets.microphone import MicrophoneDevice

ONE, TWO = MicrophoneDevice("a", "Built-in"), MicrophoneDevice("b", "Headset")


def test_what_is_chosen(qtbot):
    pane = SetupPane()
    qtbot.addWidget(pane)
    pane.choose("  Levers ", "advanced")
    assert pane.chosen() == ("Levers", "advanced")
    pane.choose("x" * 300, "odd")
    assert pane.chosen() == ("x" * MOST_TOPIC, "advanced")


def test_microphones_are_offered_where_there_are_several(qtbot):
    pane = SetupPane()
    qtbot.addWidget(pane)
    pane.offer_devices([ONE, TWO])
    assert not pane.device.isHidden()
    assert pane.device.current() == "a"
    pane.device.set_selected("b")
    pane.offer_devices([ONE, TWO])
    assert pane.device.current() == "b"
    pane.offer_devices([ONE])
    assert pane.device.isHidden()
    assert pane.device.current() == "a"
    pane.offer_devices([])
    assert pane.device.current() == ""


def test_start_waits_for_its_reason(qtbot):
    pane = SetupPane()
    qtbot.addWidget(pane)
    started = []
    pane.start.connect(lambda: started.append(1))
    pane.show_reason("Not now.", "Why", ready=True, unfinished=False)
    pane.topic.returnPressed.emit()
    pane.start_button.click()
    assert started == []
    assert pane.start_button.accessibleDescription() == "Not now."
    pane.show_reason("", "", ready=True, unfinished=True)
    assert pane.start_button.text() == "Go on with the talk"
    pane.topic.returnPressed.emit()
    pane.start_button.click()
    assert started == [1, 1]


def test_minutes_say_when_new_ones_come_only_with_a_limit(qtbot):
    pane = SetupPane()
    qtbot.addWidget(pane)
    pane.show_minutes(Minutes(0, 1, 60_000, warning=False), "soon")
    assert pane.minutes.words.text().endswith("soon")
    pane.show_minutes(Minutes(0, None, None, warning=False), "soon")
    assert not pane.minutes.words.text().endswith("soon")
