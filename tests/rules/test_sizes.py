"""Short from day one: functions of 40 lines and modules of 400; no function over 60, no module over 600."""

from tests.support.source_tree import PACKAGES, Source, functions, sources

CODE = sources(*PACKAGES, ".ci")
MODULE_AIM, MODULE_STOP = 400, 600
FUNCTION_AIM, FUNCTION_STOP = 40, 60
OVER_AIM = 0.03  # the part that may lie between the aim and the stop


def function_sizes(source: Source) -> dict[str, int]:
    """Lines of each function from `def` to its end."""
    return {
        f"{source.path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for function in functions(source.tree)
    }


def module_size(source: Source) -> int:
    return source.text.count("\n")


def test_no_module_is_too_long():
    sizes = {source.path: module_size(source) for source in sources(*PACKAGES, ".ci", "tests")}
    assert {path: size for path, size in sizes.items() if size > MODULE_STOP} == {}


def test_no_function_is_too_long():
    sizes = {name: size for source in CODE for name, size in function_sizes(source).items()}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_STOP} == {}


def test_few_modules_are_longer_than_the_aim():
    long = [f"{source} ({module_size(source)})" for source in CODE if module_size(source) > MODULE_AIM]
    assert len(long) <= OVER_AIM * len(CODE), long


def test_few_functions_are_longer_than_the_aim():
    sizes = {name: size for source in CODE for name, size in function_sizes(source).items()}
    long = [f"{name} ({size})" for name, size in sizes.items() if size > FUNCTION_AIM]
    assert len(long) <= OVER_AIM * len(sizes), long
