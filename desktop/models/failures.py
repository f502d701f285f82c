"""Expected failures about a model: every one names the model in the reader's language."""

from desktop.models.catalogue import Model
from desktop.runtime.error_texts import current_language
from shared.errors import AppError


def model_error(code: str, model: Model, *, detail: str = "", **values: str | int) -> AppError:
    """An AppError whose text may use `{name}`, `{title}`, `{size_bytes}` and the given values."""
    title = model.title_in(current_language())
    told = {"name": model.name, "title": title, "size_bytes": model.size_bytes, **values}
    return AppError(code, detail=detail, retryable=None, **told)
