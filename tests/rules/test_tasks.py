"""Every task has an owner, cancelling is never swallowed, and no dialog stops the loop."""

import ast

from tests.support.source_tree import Source, sources

TASK_OWNER = "shared.tasks"
ASYNC_CODE = [source for source in sources("desktop", "server", "sync") if source.name != TASK_OWNER]
RAW_TASKS = ("create_task", "ensure_future", "run_coroutine_threadsafe")
BLOCKING = ("QMessageBox.", "QFileDialog.get", "QInputDialog.get", "QColorDialog.get")


def _groups(tree: ast.Module) -> set[str]:
    """Names bound by `async with asyncio.TaskGroup() as name`: fan-out that waits for its own tasks."""
    return {
        item.optional_vars.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name) and "TaskGroup" in ast.unparse(item.context_expr)
    }


def _calls(source: Source) -> list[tuple[str, int]]:
    return [(ast.unparse(n.func), n.lineno) for n in ast.walk(source.tree) if isinstance(n, ast.Call)]


def _raw_tasks(source: Source) -> list[str]:
    allowed = {f"{group}.create_task" for group in _groups(source.tree)}
    raw = [(name, line) for name, line in _calls(source) if name.rsplit(".", 1)[-1] in RAW_TASKS]
    return [f"{source}:{line} {name}" for name, line in raw if name not in allowed]


def test_tasks_are_spawned_by_a_scope():
    assert [found for source in ASYNC_CODE for found in _raw_tasks(source)] == []


def _catches_cancel(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    return "CancelledError" in caught or "BaseException" in caught


def _hands_on(handler: ast.ExceptHandler) -> bool:
    """Raises again, or passes the exception it caught to someone."""
    nodes = [node for statement in handler.body for node in ast.walk(statement)]
    raises = any(isinstance(node, ast.Raise) for node in nodes)
    passes = handler.name and any(isinstance(node, ast.Name) and node.id == handler.name for node in nodes)
    return raises or bool(passes)


def _swallows(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return _catches_cancel(node) and not _hands_on(node)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).endswith("suppress") and "CancelledError" in ast.unparse(node)
    return False


def test_cancelling_is_not_swallowed():
    nodes = [(source, node) for source in ASYNC_CODE for node in ast.walk(source.tree)]
    assert [(s.path, getattr(node, "lineno", 0)) for s, node in nodes if _swallows(node)] == []


def _blocks_the_loop(name: str) -> bool:
    last = name.rsplit(".", 1)[-1]
    return last in ("exec", "exec_") or (name.startswith(BLOCKING) and last[0].islower())


def test_dialogs_open_and_do_not_exec():
    """A drag has no other way; it begins in an event of the mouse, never in a coroutine."""
    calls = [(source.path, name, line) for source in sources("desktop") for name, line in _calls(source)]
    blocking = [(path, name, line) for path, name, line in calls if _blocks_the_loop(name)]
    assert [one for one in blocking if one[1] != "drag.exec"] == []
