"""The look, declared once: colours, spacing, radius, type scale and motion. Knows no page and no setting."""

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum

from PySide6.QtGui import QColor, QFont, QPalette


class Space(IntEnum):
    """Spacing in pixels; nothing else is allowed between two widgets."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


RADIUS_CONTROL = 6
RADIUS_CARD = 10
HIT_TARGET = 36
ICON_SIZE = 20
FOCUS_WIDTH = 2
MOTION_MS = 150
SKELETON_DELAY_MS = 200
# Characters of body text in one line of a reading column.
READING_CHARACTERS = 72
MINIMUM_BASE_POINT_SIZE = 10.0
TEXT_SCALE_PERCENT_MIN = 80
TEXT_SCALE_PERCENT_MAX = 200


class TypeRole(StrEnum):
    """The five sizes of type, as factors of the user's base size."""

    SMALL = "small"
    BODY = "body"
    LEAD = "lead"
    TITLE = "title"
    DISPLAY = "display"


TYPE_FACTORS: dict[TypeRole, float] = {
    TypeRole.SMALL: 0.85,
    TypeRole.BODY: 1.0,
    TypeRole.LEAD: 1.15,
    TypeRole.TITLE: 1.4,
    TypeRole.DISPLAY: 1.8,
}


@dataclass(frozen=True)
class Colours:
    """One palette; every value is `#RRGGBB`."""

    name: str
    background: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    ok: str
    warning: str
    danger: str
    info: str

    @property
    def is_dark(self) -> bool:
        return QColor(self.background).lightnessF() < 0.5

    @property
    def control_border(self) -> str:
        """Edge of inputs and buttons: at least 3:1 against the ground (WCAG 1.4.11)."""
        return mix(self.border, self.muted, 0.75)

    @property
    def disabled(self) -> str:
        """Text and edge of what cannot be used now."""
        return mix(self.surface, self.text, 0.5)

    @property
    def hover(self) -> str:
        return mix(self.surface, self.text, 0.07)

    @property
    def pressed(self) -> str:
        return mix(self.surface, self.text, 0.14)

    @property
    def accent_hover(self) -> str:
        """The accent moved away from the text that stands on it, so contrast only grows."""
        away = "#000000" if QColor(self.on_accent).lightnessF() > 0.5 else "#FFFFFF"
        return mix(self.accent, away, 0.15)

    @property
    def accent_tint(self) -> str:
        """Ground of a marked passage or a chosen row that keeps its own text colour."""
        return mix(self.surface, self.accent, 0.16)

    def role(self, name: str) -> str:
        """Colour by role name, for icons and painters; KeyError for an unknown name."""
        if name not in ROLES:
            raise KeyError(name)
        return str(getattr(self, name))


_DERIVED_ROLES = ("disabled", "control_border", "hover", "pressed", "accent_hover", "accent_tint")
ROLES = frozenset({*(field.name for field in fields(Colours)), *_DERIVED_ROLES} - {"name"})
"""Names that `Colours.role` takes."""

LIGHT = Colours(
    name="light",
    background="#FAF8F4",
    surface="#FFFFFF",
    raised="#F3EFE8",
    text="#1F2430",
    muted="#5E6675",
    border="#E0DAD0",
    accent="#B45309",
    on_accent="#FFFFFF",
    ok="#15803D",
    warning="#B45309",
    danger="#B91C1C",
    info="#1D4ED8",
)
DARK = Colours(
    name="dark",
    background="#14161C",
    surface="#1C1F28",
    raised="#252936",
    text="#ECEAE4",
    muted="#A3A8B4",
    border="#323847",
    accent="#FBBF24",
    on_accent="#1F1300",
    ok="#4ADE80",
    warning="#FBBF24",
    danger="#F87171",
    info="#60A5FA",
)
# State is carried by an icon and a word here, never by a colour.
HIGH_CONTRAST = Colours(
    name="contrast",
    background="#000000",
    surface="#000000",
    raised="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    border="#FFFFFF",
    accent="#FFD60A",
    on_accent="#000000",
    ok="#FFFFFF",
    warning="#FFFFFF",
    danger="#FFFFFF",
    info="#FFFFFF",
)
PALETTES: dict[str, Colours] = {colours.name: colours for colours in (LIGHT, DARK, HIGH_CONTRAST)}

# Text role -> grounds it may stand on. The state colours and the accent never stand on `raised`
# (4.38:1 in light); everything a widget draws comes from this table, and a test computes each pair.
TEXT_PAIRS: dict[str, tuple[str, ...]] = {
    "text": ("background", "surface", "raised", "hover", "pressed", "accent_tint"),
    "muted": ("background", "surface", "raised", "hover"),
    "accent": ("background", "surface"),
    "ok": ("background", "surface"),
    "warning": ("background", "surface"),
    "danger": ("background", "surface"),
    "info": ("background", "surface"),
    "on_accent": ("accent", "accent_hover"),
    "surface": ("danger",),
}


def mix(first: str, second: str, ratio: float) -> str:
    """`first` moved towards `second` by `ratio` (0 to 1), per channel in sRGB."""
    a, b = QColor(first), QColor(second)
    channels = (
        round(start + (end - start) * ratio)
        for start, end in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


@dataclass(frozen=True)
class Theme:
    """What is in force now: one palette, the user's base font and text scale, motion, reading direction."""

    colours: Colours
    family: str
    base_point_size: float
    text_scale: float
    reduce_motion: bool
    right_to_left: bool = False

    def colour(self, role: str) -> QColor:
        return QColor(self.colours.role(role))

    def point_size(self, role: TypeRole = TypeRole.BODY) -> float:
        size = max(self.base_point_size, MINIMUM_BASE_POINT_SIZE) * self.text_scale
        return round(size * TYPE_FACTORS[role], 2)

    def font(self, role: TypeRole = TypeRole.BODY, *, semibold: bool = False, tabular: bool = False) -> QFont:
        font = QFont(self.family)
        font.setPointSizeF(self.point_size(role))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def px(self, pixels: int) -> int:
        """Size of something that must grow with the text: icons, targets, column widths."""
        return round(pixels * self.text_scale)

    @property
    def hit_target(self) -> int:
        return max(HIT_TARGET, self.px(HIT_TARGET))

    @property
    def icon_size(self) -> int:
        return self.px(ICON_SIZE)

    @property
    def motion_ms(self) -> int:
        return 0 if self.reduce_motion else MOTION_MS

    def qpalette(self) -> QPalette:
        """The palette for Fusion, so that what the stylesheet does not touch still agrees with it."""
        palette = QPalette()
        for role, name in _QPALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled"))
        return palette


_QPALETTE = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "control_border",
    QPalette.ColorRole.Shadow: "border",
}
