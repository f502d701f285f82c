"""Settings, Search: who finds what means the same, with which key, and how far the library has moved."""

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.ai.key_page import KeyPart
from desktop.ai.meaning_view_model import TOKENS_PER_PASSAGE, MeaningViewModel
from desktop.runtime.error_texts import error_text
from desktop.widgets.card import Card, Rule
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space

ASKED_FIRST = "openai"
"""Before passages go to this provider a person says yes; an address of their own they type themselves."""


class MeaningPage(Page):
    """Nothing leaves this computer before a provider is chosen and confirmed."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        services = context.services
        self.view_model = MeaningViewModel(services.ai, services.search, context.scope, services.bus)
        self.provider_box = QComboBox()
        self.model_field = QLineEdit()
        self.model_field.setPlaceholderText("nomic-embed-text")
        self.address_field = QLineEdit()
        self.privacy = Notice("shield-alert-outline", tone="warning")
        self.key = KeyPart()
        self.progress = ProgressBar(self.tr("Passages prepared"))
        self.state = Label("", wrap=True)
        self.problem = Notice("alert-outline", tone="warning")
        self._remote = QWidget()
        self._own = QWidget()
        self._error = Label("", tone="danger", wrap=True, selectable=True)
        self._build()
        self._connect()
        self._refresh()
        self.view_model.reload()

    async def aclose(self) -> None:
        self.view_model.close()

    def _build(self) -> None:
        card = Card()
        self.provider_box.addItem(self.tr("On this computer"), "")
        for provider in self.view_model.providers():
            own = provider.name == "compatible"
            self.provider_box.addItem(self.tr("Local or other server") if own else "OpenAI", provider.name)
        card.body.addWidget(
            SettingRow(
                self.tr("How meaning is searched"),
                self.tr(
                    "Search finds words, and passages that mean the same. On this computer that costs nothing and "
                    "nothing is sent."
                ),
                self.provider_box,
            )
        )
        box = QVBoxLayout(self._remote)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.S)
        box.addWidget(self.privacy)
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.addWidget(Rule())
        own.addWidget(
            SettingRow(
                self.tr("Embedding model"),
                self.tr("As the server calls it. For Ollama, first run: ollama pull nomic-embed-text"),
                self.model_field,
            )
        )
        own.addWidget(
            SettingRow(
                self.tr("Server address"), self.tr("Ollama: http://localhost:11434/v1"), self.address_field
            )
        )
        box.addWidget(self._own)
        box.addWidget(Rule())
        box.addWidget(self.key)
        box.addWidget(Rule())
        box.addWidget(self.state)
        box.addWidget(self.progress)
        box.addWidget(self.problem)
        card.body.addWidget(self._remote)
        card.body.addWidget(self._error)
        self.body.addWidget(card)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._refresh)
        self.provider_box.activated.connect(lambda _index: self._take_provider())
        self.model_field.editingFinished.connect(lambda: model.choose(model=self.model_field.text().strip()))
        self.address_field.editingFinished.connect(
            lambda: model.choose(base_url=self.address_field.text().strip())
        )
        self.key.kept.connect(model.keep_key)
        self.key.forgotten.connect(model.forget_key)
        self.key.page_wanted.connect(self._open_keys_page)

    def _take_provider(self) -> None:
        name = self.provider_box.currentData()
        present = self.view_model.provider
        if name == (present.name if present else ""):
            return
        # A key that was typed for one provider must not be kept for another.
        self.key.field.clear()
        if name == ASKED_FIRST:
            self.context.scope.spawn(self._confirm(name), name="confirm")
        else:
            self.view_model.choose_provider(name)

    async def _confirm(self, name: str) -> None:
        count = self.view_model.passages
        body = self.tr(
            "The text of your whole library is sent to OpenAI now, and later everything you add and every question "
            "you search for. OpenAI charges your account for it: now at most {tokens} tokens for {passages} passages. "
            "You can change back at any time; from then on nothing is sent."
        ).format(tokens=format_number(count * TOKENS_PER_PASSAGE), passages=format_number(count))
        title = self.tr("Send your library to OpenAI?")
        if await ConfirmDialog(self, title, body, self.tr("Search with OpenAI"), danger=False).ask():
            self.view_model.choose_provider(name)
        else:
            self._refresh()

    def _open_keys_page(self) -> None:
        provider = self.view_model.provider
        if provider is not None:
            QDesktopServices.openUrl(provider.keys_page)

    def _refresh(self) -> None:
        model = self.view_model
        provider = model.provider
        self.provider_box.setCurrentIndex(self.provider_box.findData(provider.name if provider else ""))
        self._remote.setVisible(provider is not None)
        self._error.setVisible(model.error is not None)
        self._error.setText(error_text(model.error).in_one_line() if model.error else "")
        if provider is None:
            return
        own = provider.name == "compatible"
        self._own.setVisible(own)
        self.privacy.set_notice(self._privacy_words(own=own))
        if not self.model_field.hasFocus():
            self.model_field.setText(model.model)
        if not self.address_field.hasFocus():
            self.address_field.setText(model.base_url)
        self.address_field.setPlaceholderText(provider.base_url)
        self.key.show_key(model.key, needed=provider.needs_key, has_page=bool(provider.keys_page))
        self._refresh_state()

    def _privacy_words(self, *, own: bool) -> str:
        if own:
            return self.tr(
                "The text of your whole library and every question you search for are sent to this server."
            )
        return self.tr(
            "The text of your whole library and every question you search for are sent to OpenAI, which charges your "
            "account for them. It needs your own OpenAI key; the one for answers is the same. Choose it only for "
            "material that you may pass on."
        )

    def _refresh_state(self) -> None:
        model = self.view_model
        done, count = model.embedded, model.passages
        waiting = model.lacks_key or not model.model
        if model.lacks_key:
            words = self.tr("Paste your key to begin. Until then search goes on as before.")
        elif not model.model:
            words = self.tr("Name a model to begin. Until then search goes on as before.")
        elif count == 0:
            words = self.tr("Your library is empty: there is nothing to prepare yet.")
        elif done >= count:
            words = self.tr("All passages are ready to be found by meaning: {count}.").format(
                count=format_number(count)
            )
        else:
            words = self.tr(
                "{done} of {all} passages are ready. Search goes on as before until all of them are."
            ).format(done=format_number(done), all=format_number(count))
        self.state.setText(words)
        self.progress.setVisible(not waiting and done < count)
        self.progress.set_fraction(done / count if count else 1.0)
        problem = model.index.problem if model.index is not None and not waiting else None
        self.problem.set_notice(error_text(problem).in_one_line() if problem is not None else "")


def create_page(context: PageContext) -> MeaningPage:
    """Make the section."""
    return MeaningPage(context)
