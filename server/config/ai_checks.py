"""What is wrong, or only risky, about providers of AI and their prices."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from server.config.declarations import ServerConfig
from server.config.web_addresses import is_web
from shared.billing.price_text import parsed_price
from shared.errors import AppError

Found = Iterator[tuple[str, AppError]]


def ai_mistakes(config: ServerConfig) -> Found:
    """What keeps the server from being started."""
    ai = config.ai
    for key, url in _addresses(config):
        if url and not is_web(url):
            yield key, AppError("server.setting_not_scheme", key=key, schemes="http://, https://")
    for needed, key in ((ai.custom_key, "ai.custom_key"), (ai.custom_models, "ai.custom_models")):
        if needed and not ai.custom_url:
            yield key, AppError("server.setting_needs", key=key, needed="ai.custom_url")
    if ai.prompts_folder and not Path(ai.prompts_folder).is_dir():
        yield (
            "ai.prompts_folder",
            AppError("server.setting_file", key="ai.prompts_folder", path=ai.prompts_folder),
        )
    for text in config.billing.prices:
        try:
            parsed_price(text)
        except AppError as error:
            yield "billing.prices", error


def ai_warnings(config: ServerConfig) -> Found:
    """What an operator may regret."""
    keys = {
        "ai.anthropic_url": config.ai.anthropic_key,
        "ai.openai_url": config.ai.openai_key,
        "ai.xai_url": config.ai.xai_key,
        "ai.custom_url": config.ai.custom_url,
    }
    for key, url in _addresses(config):
        host = urlsplit(url).hostname or "" if is_web(url) else ""
        if keys[key] and url.startswith("http://") and host not in ("localhost", "127.0.0.1", "::1"):
            yield key, AppError("server.warn_plain_provider", host=host)
    if any(keys.values()) and config.billing.free_budget_micros < 0:
        yield "billing.free_budget_micros", AppError("server.warn_no_budget")


def _addresses(config: ServerConfig) -> tuple[tuple[str, str], ...]:
    ai = config.ai
    return (
        ("ai.anthropic_url", ai.anthropic_url),
        ("ai.openai_url", ai.openai_url),
        ("ai.xai_url", ai.xai_url),
        ("ai.custom_url", ai.custom_url),
    )
