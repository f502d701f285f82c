from desktop.widgets.content_stack import ContentStack
from desktop.widgets.label import Label
from shared.errors import AppError


def test_it_shows_one_of_four_states(qtbot):
    stack = ContentStack(Label("content"), Label("empty"))
    qtbot.addWidget(stack)
    assert stack.state() == "loading"
    stack.show_empty()
    assert stack.state() == "empty"
    stack.show_loading()
    assert stack.state() == "loading"
    stack.show_content()
    assert stack.currentWidget() is stack.content
    stack.show_error(AppError("worker.died"))
    assert stack.state() == "error"
    with qtbot.waitSignal(stack.retry):
        stack.error.retry_button.click()


def test_a_reload_keeps_the_content_there_is(qtbot):
    stack = ContentStack(Label("content"), Label("empty"))
    qtbot.addWidget(stack)
    stack.show_content()
    stack.show_loading()
    assert stack.state() == "content"
