"""The look that window tests begin with: light, 100 %, left to right, in English."""

from collections.abc import Iterator
from typing import Any

import pytest

from desktop.widgets.language import install_language
from desktop.widgets.theming import ThemeChoice, Theming, theming


@pytest.fixture(autouse=True)
def look(qapp: Any) -> Iterator[Theming]:
    """The application's theming, put back to the light theme."""
    theming().choose(ThemeChoice("light"))
    install_language("en")
    yield theming()
    theming().choose(ThemeChoice("light"))
    install_language("en")
