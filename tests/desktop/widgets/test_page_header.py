from desktop.widgets.button import IconButton
from desktop.widgets.page_header import PageHeader
from desktop.widgets.theming import ThemeChoice


def test_everything_has_its_place(qtbot):
    header = PageHeader("Library")
    qtbot.addWidget(header)
    header.add_leading(back := IconButton("arrow-left", "Back"))
    search = header.add_search("Search your library")
    header.add_action(tune := IconButton("tune", "Filter"))
    primary = header.add_primary("Add files", "plus")
    header.resize(1100, 60)
    header.show()
    places = [
        widget.mapTo(header, widget.rect().topLeft()).x()
        for widget in (back, header.title, search, tune, primary)
    ]
    assert places == sorted(places)
    assert header.search is search


def test_the_subtitle_takes_room_only_when_there_is_one(qtbot):
    header = PageHeader("Library")
    qtbot.addWidget(header)
    header.show()
    assert not header.subtitle.isVisible()
    header.set_subtitle("12 items")
    assert header.subtitle.isVisible()
    header.set_title("Everything")
    assert header.title.full_text() == "Everything"


def test_it_fits_a_small_window_at_200_percent(qtbot, look):
    look.choose(ThemeChoice("light", 200))
    header = PageHeader("Library")
    qtbot.addWidget(header)
    header.add_search("Search your library")
    header.add_action(IconButton("tune", "Filter"))
    header.add_primary("Add files", "plus")
    assert header.minimumSizeHint().width() <= 853
