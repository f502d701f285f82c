"""Every setting, declared once: type, default, where it belongs, and the text people see. Holds no values."""

from typing import Literal

import msgspec

Value = str | int | float | bool | list[str]
Scope = Literal["device", "profile"]


class Choice(msgspec.Struct, frozen=True):
    """One allowed value and its label (translated where it is shown)."""

    value: str
    label: str


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A setting: `device` ones stay on this computer, `profile` ones sync with the person."""

    key: str
    type: type[str] | type[int] | type[float] | type[bool] | type[list[str]]
    default: Value
    scope: Scope
    group: str
    label: str
    help: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @property
    def shown(self) -> bool:
        """Whether the settings page offers it; the rest is remembered state."""
        return bool(self.label)


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in pairs)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        key="language",
        type=str,
        default="",
        scope="device",
        group="general",
        label="Language",
        choices=_choices(("", "Same as this computer"), ("en", "English"), ("es", "Español")),
    ),
    Setting(
        key="theme",
        type=str,
        default="system",
        scope="device",
        group="general",
        label="Colours",
        choices=_choices(
            ("system", "Same as this computer"),
            ("light", "Light"),
            ("dark", "Dark"),
            ("contrast", "High contrast"),
        ),
    ),
    Setting(
        key="text_scale",
        type=int,
        default=100,
        scope="device",
        group="general",
        label="Text size",
        unit="%",
        minimum=80,
        maximum=200,
    ),
    Setting(
        key="reduce_motion",
        type=bool,
        default=False,
        scope="device",
        group="general",
        label="Less motion",
        help="Show changes at once instead of moving them.",
    ),
    Setting(
        key="speech_model",
        type=str,
        default="",
        scope="device",
        group="library",
        label="Speech model",
        help="Turns speech into text. The smaller one is faster; the larger one knows more languages.",
        choices=_choices(
            ("", "Best one on this computer"),
            ("tiny.en", "English speech to text"),
            ("base", "Speech to text in many languages"),
        ),
    ),
    Setting(
        key="translate_to_english",
        type=bool,
        default=False,
        scope="profile",
        group="library",
        label="Translate recordings to English",
        help="Write the transcript in English whatever language is spoken. "
        "Needs the model “Speech to text in many languages”.",
    ),
    Setting(
        key="watched_folders",
        type=list[str],
        default=[],
        scope="device",
        group="library",
        label="Watched folders",
        help="New recordings and documents in these folders are added by themselves.",
    ),
    Setting(
        key="sync_files",
        type=str,
        default="opened",
        scope="device",
        group="sync",
        label="Files of synced collections",
        help="For collections without a choice of their own. Titles and transcripts always sync.",
        choices=_choices(
            ("never", "Neither send nor fetch files"),
            ("opened", "Send files, fetch when opened"),
            ("always", "Send files, fetch every one"),
        ),
    ),
    Setting(
        key="sync_metered",
        type=bool,
        default=False,
        scope="device",
        group="sync",
        label="Send and fetch files on metered connections",
        help="What you ask for yourself is always fetched.",
    ),
    Setting(
        key="meaning_provider",
        type=str,
        default="",
        scope="device",
        group="search",
        label="How meaning is searched",
        help="On this computer nothing is sent anywhere.",
        choices=_choices(
            ("", "On this computer"), ("openai", "OpenAI"), ("compatible", "Local or other server")
        ),
    ),
    Setting(
        key="meaning_model",
        type=str,
        default="",
        scope="device",
        group="search",
        label="Embedding model",
        help="Empty for the provider's usual one.",
    ),
    Setting(
        key="meaning_base_url",
        type=str,
        default="",
        scope="device",
        group="search",
        label="Server address",
        help="Empty for the provider's own. Ollama: http://localhost:11434/v1",
    ),
    Setting(key="meaning_note", type=str, default="", scope="device", group="search", label=""),
    Setting(
        key="search_results",
        type=int,
        default=5,
        scope="profile",
        group="answers",
        label="Passages read for an answer",
        help="More passages give broader answers and take longer.",
        minimum=1,
        maximum=20,
    ),
    Setting(
        key="ai_provider",
        type=str,
        default="lantern",
        scope="device",
        group="ai",
        label="Answers are written by",
        help="Through your account when you are signed in, with your own key, or by a model on this computer. "
        "Without AI, answers quote your material.",
        choices=_choices(
            ("", "No AI: quote my material"),
            ("lantern", "Lantern account"),
            ("anthropic", "Anthropic (Claude)"),
            ("openai", "OpenAI (GPT)"),
            ("xai", "xAI (Grok)"),
            ("compatible", "Local or other server"),
        ),
    ),
    Setting(
        key="ai_model",
        type=str,
        default="",
        scope="device",
        group="ai",
        label="Model",
        help="Empty for the provider's usual one.",
    ),
    Setting(
        key="ai_base_url",
        type=str,
        default="",
        scope="device",
        group="ai",
        label="Server address",
        help="Empty for the provider's own. Ollama: http://localhost:11434/v1",
    ),
    Setting(
        key="ai_temperature",
        type=float,
        default=0.2,
        scope="device",
        group="ai",
        label="Freedom of wording",
        help="Low keeps to your material. Some models choose this themselves.",
        minimum=0,
        maximum=2,
    ),
    Setting(
        key="ai_max_tokens",
        type=int,
        default=4096,
        scope="device",
        group="ai",
        label="Longest answer",
        help="What a model thinks before it writes counts too.",
        unit="tokens",
        minimum=256,
        maximum=32000,
    ),
    Setting(
        key="ai_extras",
        type=bool,
        default=True,
        scope="device",
        group="ai",
        label="Let AI name chats and suggest questions",
        help="One small extra call after an answer.",
    ),
    Setting(key="window_geometry", type=str, default="", scope="device", group="window", label=""),
    Setting(key="window_state", type=str, default="{}", scope="device", group="window", label=""),
    Setting(key="last_folder", type=str, default="", scope="device", group="window", label=""),
    Setting(key="welcome_seen", type=bool, default=False, scope="profile", group="window", label=""),
)
"""In the order in which the settings page shows them. No label: remembered state, not offered."""

BY_KEY = {setting.key: setting for setting in SETTINGS}
