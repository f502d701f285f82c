from desktop.widgets.label import Label
from desktop.widgets.split_panel import SplitPanel


def test_the_split_is_remembered(qtbot):
    split = SplitPanel(Label("main"), Label("detail"))
    qtbot.addWidget(split)
    split.resize(1000, 300)
    split.show()
    split.restore([600, 399])
    assert split.state() == [600, 399]
    split.restore([1, 2, 3])
    split.restore([])
    assert split.state() == [600, 399]


def test_the_detail_can_be_put_away_and_comes_back_as_wide(qtbot):
    main, detail = Label("main"), Label("detail")
    split = SplitPanel(main, detail)
    qtbot.addWidget(split)
    split.resize(1000, 300)
    split.show()
    split.restore([600, 399])
    split.set_detail_visible(False)
    qtbot.waitUntil(lambda: main.width() == 1000)
    split.set_detail_visible(True)
    qtbot.waitUntil(lambda: split.state() == [600, 399])


def test_a_drag_is_told(qtbot):
    split = SplitPanel(Label("main"), Label("detail"))
    qtbot.addWidget(split)
    split.resize(1000, 300)
    split.show()
    with qtbot.waitSignal(split.changed):
        split.moveSplitter(400, 1)
