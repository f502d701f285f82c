"""A page that records what the window does with it."""

from typing import Any, ClassVar

from desktop.widgets.page import Page, PageContext, PageSpec


class StubPage(Page):
    """`made` holds every page since a test emptied it; `calls` is in the order of the calls."""

    made: ClassVar[list["StubPage"]] = []

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.calls: list[Any] = []
        StubPage.made.append(self)

    def open_target(self, **target: Any) -> None:
        self.calls.append(target)

    def activated(self) -> None:
        self.calls.append("activated")

    def deactivated(self) -> None:
        self.calls.append("deactivated")

    def page_state(self) -> dict[str, Any]:
        return {"calls": len(self.calls)}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.calls.append(("restored", state))

    async def aclose(self) -> None:
        self.calls.append("closed")


def create_page(context: PageContext) -> StubPage:
    """Make the page."""
    return StubPage(context)


def stub_spec(id_: str, *, in_rail: bool = True) -> PageSpec:
    """Register the page under an id."""
    return PageSpec(id_, id_.title, "home", f"{__name__}:create_page", in_rail=in_rail)
