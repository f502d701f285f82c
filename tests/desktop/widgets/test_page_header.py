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


def test_what_belongs_to_the_window_stays_at_the_end(qtbot):
    first, second = PageHeader("Library"), PageHeader("Search")
    corner = IconButton("gauge", "Usage")
    for header in (first, second):
        qtbot.addWidget(header)
        header.set_corner(corner)
        header.add_search("Search")
        header.add_primary("Add files", "plus")
        assert header._row.indexOf(corner) == header._row.count() - 1
    assert corner.parent() is second
    first.add_action(IconButton("tune", "Filter"))
    assert first._row.indexOf(corner) == -1
