"""Settings, About: version, licence, and what Lantern is built from."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires

from PySide6.QtWidgets import QPlainTextEdit

from desktop.widgets.card import Card
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from desktop.widgets.version import DISTRIBUTION, program_version


def library_lines() -> list[str]:
    """Name, version and licence of every library the program names itself, sorted."""
    try:
        named = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    names = sorted({_name(line) for line in named} - {DISTRIBUTION}, key=str.casefold)
    return [line for name in names if (line := _line(name))]


def _name(requirement: str) -> str:
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end]


def _line(name: str) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ""
    return f"{found.name} {found.version}: {_licence(found)}"


def _licence(found: Distribution) -> str:
    data = found.metadata
    written = next((data[key] for key in ("License-Expression", "License") if key in data), "")
    if written and "\n" not in written and len(written) < 80:
        return written
    classifiers = [line for line in data.get_all("Classifier") or [] if line.startswith("License ::")]
    return classifiers[0].rsplit("::", 1)[-1].strip() if classifiers else "see its package"


class AboutPage(Page):
    """Words only."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        card = Card()
        card.body.addWidget(Label("Lantern", TypeRole.TITLE, semibold=True))
        card.body.addWidget(
            Label(self.tr("Version {version}").format(version=program_version()), selectable=True)
        )
        card.body.addWidget(
            Label(
                self.tr(
                    "Lantern is free software under the Apache License 2.0. It works without internet and sends "
                    "nothing anywhere unless you ask it to."
                ),
                tone="muted",
                wrap=True,
            )
        )
        self.libraries = QPlainTextEdit(readOnly=True)
        self.libraries.setAccessibleName(self.tr("Libraries and their licences"))
        self.libraries.setMinimumHeight(theme().px(280))
        disclosure = Disclosure(self.tr("Libraries and their licences"), self.libraries)
        # Reading the metadata of thirty packages takes some 50 ms: only for those who look.
        disclosure.heading.clicked.connect(self._fill)
        card.body.addWidget(disclosure)
        self.body.addWidget(card)
        self.body.setSpacing(Space.L)
        self.body.addStretch(1)

    def _fill(self) -> None:
        if not self.libraries.toPlainText():
            self.libraries.setPlainText("\n".join(library_lines()))


def create_page(context: PageContext) -> AboutPage:
    """Make the section."""
    return AboutPage(context)
