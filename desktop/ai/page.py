"""Settings, Answers: who writes them, with which key, and whether it works."""

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ai.key_page import KeyPart
from desktop.ai.view_model import AiViewModel
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.pill import Pill
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space


class AiPage(Page):
    """Provider, model, address and key; nothing is sent anywhere before a provider is chosen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.view_model = AiViewModel(
            context.services.ai, context.services.settings, context.scope, context.services.bus
        )
        self.provider_box = QComboBox()
        self.model_box = QComboBox(editable=True)
        self.address_field = QLineEdit()
        self.key = KeyPart()
        self.find_button = Button(self.tr("Find models"), "quiet", icon_name="magnify")
        self.test_button = Button(self.tr("Test connection"), icon_name="connection")
        self._outcome = Pill()
        self._error = Label("", tone="danger", wrap=True, selectable=True)
        self._account_words = Label("", tone="muted", wrap=True)
        self._key_rule = Rule()
        self._remote = QWidget()
        self._build()
        self._connect()
        self._refresh()
        self.view_model.reload()

    async def aclose(self) -> None:
        self.view_model.close()

    def _build(self) -> None:
        card = Card()
        self.provider_box.addItem(self.tr("No AI: quote my material"), "")
        for provider in self.view_model.providers():
            ours = {"compatible": self.tr("Local or other server"), "lantern": self.tr("Lantern account")}
            self.provider_box.addItem(ours.get(provider.name, provider.title), provider.name)
        card.body.addWidget(
            SettingRow(
                self.tr("Answers are written by"),
                self.tr(
                    "Through your account, with your own key, or by a model on this computer (Ollama, llama.cpp …). "
                    "Your question and the passages found for it are sent to the one you choose. "
                    "Without AI, answers quote your material and nothing is sent."
                ),
                self.provider_box,
            )
        )
        box = QVBoxLayout(self._remote)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Rule())
        box.addWidget(self._account_words)
        self._model_row = SettingRow(self.tr("Model"), "", self.model_box)
        self._address_row = SettingRow(
            self.tr("Server address"), self.tr("Ollama: http://localhost:11434/v1"), self.address_field
        )
        box.addWidget(self._model_row)
        box.addWidget(self._address_row)
        box.addWidget(self._key_rule)
        box.addWidget(self.key)
        box.addWidget(Rule())
        test = QHBoxLayout()
        test.setContentsMargins(0, Space.S, 0, Space.S)
        test.setSpacing(Space.M)
        test.addWidget(self.test_button)
        test.addWidget(self.find_button)
        test.addWidget(self._outcome)
        test.addStretch(1)
        box.addLayout(test)
        card.body.addWidget(self._remote)
        card.body.addWidget(self._error)
        self.body.addWidget(card)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._refresh)
        model.models_found.connect(self._offer_models)
        self.provider_box.activated.connect(
            lambda _index: model.choose_provider(self.provider_box.currentData())
        )
        line = self.model_box.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._take_model)
        self.model_box.activated.connect(lambda _index: self._take_model())
        self.address_field.editingFinished.connect(
            lambda: model.choose(base_url=self.address_field.text().strip())
        )
        self.key.kept.connect(model.keep_key)
        self.key.forgotten.connect(model.forget_key)
        self.key.page_wanted.connect(self._open_keys_page)
        self.test_button.clicked.connect(model.test_connection)
        self.find_button.clicked.connect(model.look_for_models)

    def _take_model(self) -> None:
        self.view_model.choose(model=self.model_box.currentText().strip())

    def _open_keys_page(self) -> None:
        provider = self.view_model.provider
        if provider is not None and provider.keys_page:
            QDesktopServices.openUrl(provider.keys_page)

    def _offer_models(self, names: list[str]) -> None:
        text = self.model_box.currentText()
        self.model_box.clear()
        self.model_box.addItems(names)
        self.model_box.setCurrentText(text)
        self.model_box.setFocus()
        words = self.tr("%n model(s) found. Choose one in the list.", "", len(names))
        self.shell.toast(words if names else self.tr("The provider names no models."))

    def _refresh(self) -> None:
        model = self.view_model
        provider = model.provider
        self.provider_box.setCurrentIndex(self.provider_box.findData(provider.name if provider else ""))
        self._remote.setVisible(provider is not None)
        self._error.setVisible(model.error is not None)
        self._error.setText(error_text(model.error).in_one_line() if model.error else "")
        if provider is None:
            return
        if not self.model_box.hasFocus():
            self.model_box.setCurrentText(model.model)
        if not self.address_field.hasFocus():
            self.address_field.setText(model.base_url)
        self.address_field.setPlaceholderText(provider.base_url)
        self._address_row.setVisible(provider.name == "compatible")
        by_account = model.by_account
        self._refresh_account(by_account=by_account)
        self._refresh_model_words(by_account or bool(provider.default_model))
        self.key.setVisible(not by_account)
        self._key_rule.setVisible(not by_account)
        self.key.show_key(model.key, needed=provider.needs_key, has_page=bool(provider.keys_page))
        self._refresh_test()

    def _refresh_account(self, *, by_account: bool) -> None:
        state = self.view_model.account_state
        words = {
            "signed_out": self.tr(
                "You are not signed in. Until you are, answers quote your material. Account, on the left, leads there."
            ),
            "nothing_offered": self.tr(
                "Your server offers no models, or is not reached now. Until it does, answers quote your material."
            ),
            "ready": self.tr("Counts on your plan's allowance of AI. The numbers are on the Usage page."),
        }
        self._account_words.setText(words[state])
        self._account_words.setVisible(by_account)
        usable = not by_account or state != "signed_out"
        self.test_button.setEnabled(usable and self.view_model.test != "running")
        self.find_button.setEnabled(usable)

    def _refresh_model_words(self, has_usual_one: bool) -> None:
        if has_usual_one:
            words, shown = self.tr("Leave it empty for the provider's usual one."), self.tr("The usual one")
        else:
            words = self.tr("This server has no usual one: press Find models, then choose one in the list.")
            shown = self.tr("None chosen yet")
        self._model_row.set_help(words)
        line = self.model_box.lineEdit()
        if line is not None:
            line.setPlaceholderText(shown)

    def _refresh_test(self) -> None:
        model = self.view_model
        self._outcome.setVisible(bool(model.test))
        if model.test == "running":
            self._outcome.set_state(self.tr("Asking …"), "info")
        elif model.test == "ok":
            self._outcome.set_state(self.tr("{model} answers").format(model=model.test_model), "ok")
        elif model.test == "failed":
            self._outcome.set_state(self.tr("It did not work"), "danger")


def create_page(context: PageContext) -> AiPage:
    """Make the section."""
    return AiPage(context)
