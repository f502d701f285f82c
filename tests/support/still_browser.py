"""For window tests: no browser is opened and no window raised (the offscreen platform cannot); both are noted."""

import pytest

from desktop.accounts import browser_page, page


@pytest.fixture
def still_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have been opened, and "forward" for a window that came to the front."""
    seen: list[str] = []

    def opened(url: str) -> bool:
        seen.append(url)
        return True

    monkeypatch.setattr(browser_page, "open_page", opened)
    monkeypatch.setattr(page, "come_forward", lambda _widget: seen.append("forward"))
    return seen
