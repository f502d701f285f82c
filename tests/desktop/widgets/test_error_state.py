from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.widgets.error_state import ErrorState, error_details
from desktop.widgets.language import install_language
from shared.errors import AppError


def shown(qtbot, error: AppError) -> ErrorState:
    state = ErrorState()
    qtbot.addWidget(state)
    state.resize(800, 600)
    state.show_error(error)
    state.show()
    return state


def test_it_says_what_happened_what_it_means_and_what_to_do(qtbot):
    state = shown(qtbot, AppError("network.unreachable", host="example.org"))
    texts = (state._title.text(), state._body.text(), state._action.text())
    assert all(texts)
    assert all(text in state.accessibleName() for text in texts)


def test_retry_is_offered_only_when_it_can_help(qtbot):
    state = shown(qtbot, AppError("network.unreachable"))
    with qtbot.waitSignal(state.retry):
        qtbot.mouseClick(state.retry_button, Qt.MouseButton.LeftButton)
    assert not shown(qtbot, AppError("settings.unknown", key="x")).retry_button.isVisible()
    state.show_error(AppError("settings.unknown", key="x"), can_retry=True)
    assert state.retry_button.isVisible()


def test_details_are_copied(qtbot):
    error = AppError("worker.died", detail="exit code 9", stage="transcribing")
    state = shown(qtbot, error)
    state.copy_button.click()
    assert (
        QGuiApplication.clipboard().text()
        == "worker.died\nstage: transcribing\nexit code 9"
        == error_details(error)
    )


def test_the_words_are_in_the_language_of_the_window(qtbot):
    error = AppError("network.unreachable")
    english = shown(qtbot, error)._title.text()
    install_language("es")
    assert shown(qtbot, error)._title.text() != english
