"""The Library page: everything a person has put in, to find, arrange and open."""

from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return LibraryPage(context)


class LibraryPage(Page):
    """Title and items."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.header = PageHeader(self.tr("Library"))
        self.body.addWidget(self.header)
