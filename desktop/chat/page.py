"""The Ask page: chats beside a conversation, and the field where questions are typed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from desktop.ai.service import AiService
from desktop.chat.choices_view_model import ChoicesViewModel, scope_of
from desktop.chat.composer_page import Composer
from desktop.chat.conversation_page import ConversationView
from desktop.chat.conversation_view_model import ConversationViewModel
from desktop.chat.material import EVERYTHING, Scope
from desktop.chat.service import QUESTION_CHARS, ChatService, ChatView, Citation, MessageView
from desktop.chat.sessions_page import SessionsPanel
from desktop.chat.sessions_view_model import SessionsViewModel
from desktop.chat.start_page import StartView
from desktop.media.service import MediaService
from desktop.widgets.button import IconButton
from desktop.widgets.card import ReadingColumn, Rule
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.icons import icon
from desktop.widgets.inline_error import InlineError
from desktop.widgets.language import is_right_to_left
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.errors import AppError
from shared.ids import ChatId, MessageId, parse_id

_SESSIONS_WIDTH = 260
_NARROW = 820
"""Below this width (at 100 % text) the chats make room for the conversation."""


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return AskPage(context)


class AskPage(Page):
    """Binds three view models: the list of chats, the conversation, and what can be chosen around it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        services = context.services
        chat: ChatService = services.chat
        media: MediaService = services.media
        ai: AiService = services.ai
        self.sessions = SessionsViewModel(chat, context.scope, services.bus)
        self.conversation = ConversationViewModel(chat, context.scope, services.bus)
        self.choices = ChoicesViewModel(chat, media, ai, context.scope, services.bus)
        self._sessions_wanted: bool | None = None
        self._unsent = ""
        self._just_asked = False
        self._make()
        self._lay_out()
        self._connect_conversation()
        self._connect_around()
        self._register_shortcuts()
        self._show_conversation()
        self._show_material()
        self.sessions.reload()
        self.choices.start()

    def open_target(self, **target: Any) -> None:
        """Open `chat_id`, or begin a chat: about `item_id` or `collection_id`, asking `question`."""
        chat_id: ChatId | None = target.get("chat_id")
        question: str = target.get("question") or ""
        item_id, collection_id = target.get("item_id"), target.get("collection_id")
        if chat_id is not None:
            self.conversation.open(chat_id)
        elif question or item_id or collection_id:
            self.new_chat(Scope(item_id, None if item_id else collection_id))
        if question:
            self._ask(question)
        self.composer.focus()

    def activated(self) -> None:
        self.choices.spawn_latest(self.context.services.search.warm_up, name="warm up")
        self.choices.refresh_engine()
        self.composer.focus()

    def page_state(self) -> dict[str, Any]:
        return {
            "chat": str(self.conversation.chat_id or ""),
            "sessions": self._sessions_wanted,
            "split": self.split.sizes(),
            "typed": self.composer.text()[:QUESTION_CHARS],
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        wanted = state.get("sessions")
        self._sessions_wanted = wanted if isinstance(wanted, bool) else None
        sizes = state.get("split")
        if (
            isinstance(sizes, list)
            and len(sizes) == 2
            and all(isinstance(size, int) and size > 0 for size in sizes)
        ):
            self.split.setSizes(sizes)
        typed = state.get("typed")
        self.composer.set_text(typed if isinstance(typed, str) else "")
        try:
            chat_id = ChatId(parse_id(str(state.get("chat"))))
        except AppError:
            chat_id = None
        if chat_id is not None:
            self.conversation.open(chat_id)
        self._show_sessions()

    async def aclose(self) -> None:
        for model in (self.sessions, self.conversation, self.choices):
            model.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.conversation.busy:
            self.conversation.cancel()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sessions()

    def new_chat(self, material: Scope = EVERYTHING) -> None:
        """Begin a chat; it is stored with its first question."""
        self.conversation.open(None)
        self.conversation.set_material(material)
        self.composer.focus()

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Ask"))
        self.toggle = IconButton("dock-left", self.tr("Show or hide the chats"), checkable=True)
        self.more = IconButton("dots-vertical", self.tr("More about this chat"))
        self.header.add_leading(self.toggle)
        self.header.add_action(self.more)
        self.new_button = self.header.add_primary(self.tr("New chat"), "plus")
        self.panel = SessionsPanel(self.sessions)
        self.view = ConversationView()
        self.start = StartView()
        self.stack = ContentStack(self.view, self.start)
        self.composer = Composer(QUESTION_CHARS)
        self.failure = InlineError()

    def _lay_out(self) -> None:
        below = ReadingColumn()
        below.body.setSpacing(Space.S)
        below.body.addWidget(self.failure)
        below.body.addWidget(self.composer)
        self._foot = QVBoxLayout()
        self._foot.addWidget(below)
        self._align_foot()
        self.view.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._align_foot())
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(Rule())
        column.addLayout(self._foot)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.panel)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(_SESSIONS_WIDTH), 1000])
        self.body.addWidget(self.header)
        self.body.addWidget(self.split, 1)

    def _align_foot(self) -> None:
        """Keep the field under the conversation's column, which a scroll bar moves aside."""
        bar = self.view.verticalScrollBar()
        extra = bar.sizeHint().width() if bar.maximum() > 0 and self.stack.state() == "content" else 0
        before, after = (extra, 0) if is_right_to_left() else (0, extra)
        self._foot.setContentsMargins(Space.XL + before, Space.S, Space.XL + after, Space.M)

    def _connect_conversation(self) -> None:
        model = self.conversation
        model.changed.connect(self._show_conversation)
        model.grew.connect(self.view.show_message)
        model.phase_changed.connect(self._show_phase)
        model.scope_changed.connect(self._show_material)
        model.asked.connect(self._question_stored)
        model.ask_failed.connect(self._show_ask_failed)
        model.deleted.connect(self._offer_messages_back)
        model.failed.connect(lambda error: self.stack.show_error(error, can_retry=True))
        self.stack.retry.connect(model.reload)
        self.view.citation_opened.connect(self._open_citation)
        self.view.wished.connect(self._fulfil)
        self.view.rated.connect(model.rate)
        self.view.edited.connect(model.edit)
        self.view.suggested.connect(self._ask)
        self.view.copied.connect(lambda: self.shell.toast(self.tr("Answer copied"), tone="ok"))
        self.start.suggested.connect(self._ask)
        self.start.add.connect(lambda: self.shell.open("library"))
        self.composer.asked.connect(self._ask)
        self.composer.stopped.connect(model.cancel)
        self.composer.scope.selected.connect(lambda id_: model.set_material(scope_of(id_)))
        self.failure.retry.connect(lambda: self._ask(self._unsent))

    def _connect_around(self) -> None:
        self.choices.material_changed.connect(self._show_material)
        self.choices.engine_changed.connect(self._show_engine)
        self.choices.examples_changed.connect(lambda: self.start.show_examples(self.choices.examples))
        self.choices.proposed.connect(self.composer.offer)
        self.composer.typed.connect(self.choices.propose)
        self.composer.engine_wanted.connect(lambda: self.shell.open("settings", section="answers"))
        self.panel.opened.connect(self.conversation.open)
        self.sessions.deleted.connect(self._offer_undo)
        self.sessions.restored.connect(self.conversation.open)
        self.new_button.clicked.connect(lambda _checked: self.new_chat())
        self.toggle.clicked.connect(self._toggle_sessions)
        self.more.clicked.connect(self._show_menu)

    def _register_shortcuts(self) -> None:
        group, add = self.tr("Ask"), self.shell.shortcuts.add
        keys = QKeySequence.StandardKey
        add(self, keys.New, self.new_chat, group=group, text=self.tr("New chat"))
        add(self, keys.Find, self._find_chat, group=group, text=self.tr("Find a chat"))
        add(self, "Ctrl+L", self.composer.focus, group=group, text=self.tr("Go to the question"))
        add(self, "Ctrl+E", self.view.edit_last_question, group=group, text=self.tr("Edit the last question"))
        add(self, "Ctrl+Shift+C", self._copy_answer, group=group, text=self.tr("Copy the last answer"))
        add(self, "Ctrl+R", self._retry_last, group=group, text=self.tr("Answer again"))
        add(self, "Ctrl+PgUp", lambda: self.view.scroll_pages(-1), group=group, text=self.tr("Scroll back"))
        add(self, "Ctrl+PgDown", lambda: self.view.scroll_pages(1), group=group, text=self.tr("Scroll on"))
        add(self, "Ctrl+End", self.view.scroll_to_end, group=group, text=self.tr("Go to the latest message"))
        describe = self.shell.shortcuts.describe
        describe(self, group=group, text=self.tr("Ask"), keys=self.tr("Enter"))
        describe(self, group=group, text=self.tr("New line in the question"), keys=self.tr("Shift+Enter"))
        describe(self, group=group, text=self.tr("Stop the answer"), keys=self.tr("Esc"))
        describe(self, group=group, text=self.tr("Rename the chat"), keys="F2")
        describe(self, group=group, text=self.tr("Delete the chat"), keys=self.tr("Del"))
        describe(self, group=group, text=self.tr("Go to the next source"), keys=self.tr("Tab"))

    def _ask(self, question: str) -> None:
        self._unsent = question
        self.failure.show_error(None)
        self.conversation.ask(question)

    def _question_stored(self) -> None:
        if self.composer.text() == self._unsent:
            self.composer.set_text("")
        self._unsent = ""
        self._just_asked = True
        self.panel.show_current(self.conversation.chat_id)

    def _show_ask_failed(self, error: AppError, question: str) -> None:
        """The question goes back into the field: nothing that was typed is lost."""
        self._unsent = question
        if question and not self.composer.text():
            self.composer.set_text(question)
        self.failure.show_error(error, can_retry=bool(question))

    def _show_conversation(self) -> None:
        model = self.conversation
        self.panel.show_current(model.chat_id)
        self.header.set_subtitle(model.chat.title if model.chat is not None else "")
        self.more.setVisible(model.chat is not None)
        if not model.loaded:
            self.stack.show_loading()
        elif not model.messages:
            self.view.show_messages([], advice=None)
            self.stack.show_empty()
        else:
            self.view.show_messages(model.messages, advice=self._advice())
            self.stack.show_content()
            if self._just_asked:
                self._just_asked = False
                self.view.follow_latest()
        self._align_foot()
        self._show_phase()

    def _show_phase(self) -> None:
        model = self.conversation
        words = {
            "searching": self.tr("Searching your material…"),
            "reading": self.tr("Reading %n place(s)…", "", model.passages),
            "writing": self.tr("Writing…"),
            "waiting": self.tr("The AI is busy. Trying again…"),
        }
        self.view.show_phase(words.get(model.phase, ""))
        self.view.set_editable(not model.busy)
        self.composer.set_busy(model.busy)

    def _advice(self) -> Any:
        if not self.choices.items:
            return "add"
        return "widen" if self.conversation.material != EVERYTHING else None

    def _show_material(self) -> None:
        model = self.choices
        self.composer.show_material(model.items, model.collections, self.conversation.material, model.loaded)
        ready = any(one.state == "completed" for one in model.items)
        self.start.show_library(
            has_items=bool(model.items) or not model.loaded, ready=ready or not model.loaded
        )

    def _show_engine(self) -> None:
        self.composer.show_engine(self.choices.engine)

    def _show_sessions(self) -> None:
        roomy = self.width() >= theme().px(_NARROW)
        shown = roomy if self._sessions_wanted is None else self._sessions_wanted
        self.panel.setVisible(shown)
        self.toggle.setChecked(shown)

    def _toggle_sessions(self) -> None:
        self._sessions_wanted = self.panel.isHidden()
        self._show_sessions()

    def _find_chat(self) -> None:
        if self.panel.isHidden():
            self._toggle_sessions()
        self.panel.search.setFocus()
        self.panel.search.selectAll()

    def _open_citation(self, citation: Citation) -> None:
        place = {"start_ms": citation.start_ms, "page": citation.page, "quote": citation.text}
        self.shell.open("player", item_id=citation.item_id, **place)

    def _fulfil(self, message: MessageView, wish: str) -> None:
        if wish == "retry":
            self.conversation.retry(message.id)
        elif wish == "offline":
            self.conversation.retry(message.id, offline=True)
        elif wish == "settings":
            self.shell.open("settings", section="answers")
        elif wish == "usage":
            self.shell.open("usage")
        elif wish == "add":
            self.shell.open("library")
        elif wish == "delete":
            self.conversation.delete(message.id)
        elif wish == "widen":
            self.conversation.set_material(EVERYTHING)
            self.conversation.retry(message.id)

    def _retry_last(self) -> None:
        answer = self.conversation.last_answer()
        if answer is not None and not self.conversation.busy:
            self.conversation.retry(answer.id)

    def _copy_answer(self) -> None:
        answer = self.conversation.last_answer()
        if answer is not None:
            self.view.copy_answer(answer.id)

    def _offer_messages_back(self, message_ids: list[MessageId]) -> None:
        self.shell.toast(
            self.tr("Deleted %n message(s)", "", len(message_ids)),
            action_text=self.tr("Undo"),
            on_action=lambda: self.conversation.restore(message_ids),
        )

    def _offer_undo(self, chat: ChatView) -> None:
        if self.conversation.chat_id == chat.id:
            self.new_chat()

        self.shell.toast(
            self.tr("Deleted “{title}”").format(title=chat.title),
            action_text=self.tr("Undo"),
            on_action=lambda: self.sessions.restore(chat.id),
        )

    def _show_menu(self) -> None:
        menu = self.chat_menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def chat_menu(self) -> QMenu:
        """What can be done with the chat that is open."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chat = self.conversation.chat
        if chat is not None:
            menu.addAction(icon("pencil-outline"), self.tr("Rename"), self._rename_current)
            menu.addAction(icon("delete-outline"), self.tr("Delete"), lambda: self.sessions.delete(chat))
        return menu

    def _rename_current(self) -> None:
        if self.panel.isHidden():
            self._toggle_sessions()
        self.panel.rename_current()
