"""A part of administration: reads when it is shown, says what was done, offers Undo. Knows no part's inside."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.words_page import done_text
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.page import Shell


class Section(QWidget):
    """Subclasses make `content` and fill it in `refresh`, which is called when something was read or changed."""

    def __init__(self, view_model: AskingViewModel, shell: Shell) -> None:
        super().__init__()
        self.model = view_model
        self.shell = shell
        self._stack: ContentStack | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def set_content(self, content: QWidget, empty: QWidget | None = None) -> None:
        """Show the four states around `content`; called once, at the end of making."""
        self._stack = ContentStack(content, empty or QWidget())
        self._stack.retry.connect(self.model.reload)
        self.column.addWidget(self._stack, 1)
        self.model.changed.connect(self._changed)
        self.model.done.connect(self._done)
        self.model.failed.connect(self.shell.report)

    def shown(self) -> None:
        """The part came to the front: what it shows may be old."""
        self.model.reload()

    def close_models(self) -> None:
        """Let go of what listens."""
        self.model.close()

    def open_target(self, target: dict[str, object]) -> None:
        """Show something of this part."""

    def refresh(self) -> None:
        """Fill the content."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether there is nothing to show at all."""
        return False

    def state(self) -> str:
        """State of the part: "loading", "empty", "error" or "content"."""
        return self._stack.state() if self._stack is not None else "loading"

    def _changed(self) -> None:
        if self._stack is None:
            return
        if not self.model.loaded:
            if self.model.error is not None:
                self._stack.show_error(self.model.error, can_retry=True)
            return
        if self.model.error is not None:
            # What was read before stays; that it is old is said in passing.
            self.shell.report(self.model.error)
            self.model.error = None
        self.refresh()
        if self.is_empty():
            self._stack.show_empty()
        else:
            self._stack.show_content()

    def _done(self, what: str, undo: object) -> None:
        if undo is None:
            self.shell.toast(done_text(what), tone="ok")
            return
        self.shell.toast(
            done_text(what),
            tone="ok",
            action_text=self.tr("Undo"),
            on_action=lambda: self.model.ask(undo),  # pyright: ignore[reportArgumentType]
        )
