"""The one stylesheet, generated from a `Theme`.

Widgets are styled by class and by dynamic property (`kind`, `typeRole`, `tone`, `surface`), never by a
stylesheet of their own.
"""

from importlib.resources import files

from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CARD, RADIUS_CONTROL, Space, Theme, TypeRole

_ICONS = files("resources") / "icons"


def stylesheet(theme: Theme) -> str:
    """Stylesheet text for `QApplication.setStyleSheet`."""
    controls = (_buttons, _button_kinds, _segments, _inputs, _combos, _ticks, _choices)
    return "\n".join(part(theme) for part in (_ground, _labels, *controls, _views, _bars))


def indicator_path(theme: Theme, name: str) -> str:
    """Path of a drawing that Qt's stylesheets can only take from a file, in the palette's own colour."""
    return str(_ICONS / theme.colours.name / f"{name}.svg").replace("\\", "/")


def _ground(theme: Theme) -> str:
    c = theme.colours
    return f"""
QMainWindow, QDialog, QWidget[surface="background"] {{ background: {c.background}; color: {c.text}; }}
QWidget[surface="surface"] {{ background: {c.surface}; color: {c.text}; }}
QWidget[surface="raised"] {{ background: {c.raised}; color: {c.text}; }}
QFrame[card] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: {RADIUS_CARD}px; }}
QFrame[card="raised"] {{ background: {c.raised}; }}
QFrame[card="drop"] {{ border: {FOCUS_WIDTH}px dashed {c.accent}; }}
QFrame[card="toast"] {{ border-color: {c.control_border}; }}
QFrame[rule] {{ background: {c.border}; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; padding: {Space.XS}px; }}
QSplitter::handle {{ background: {c.border}; }}
QSplitter::handle:hover {{ background: {c.accent}; }}
"""


def _labels(theme: Theme) -> str:
    c = theme.colours
    sizes = "".join(
        f'QLabel[typeRole="{role}"] {{ font-size: {theme.point_size(role)}pt; }}\n'
        for role in TypeRole
        if role is not TypeRole.BODY
    )
    tones = "".join(
        f'QLabel[tone="{tone}"] {{ color: {c.role(tone)}; }}\n'
        for tone in ("muted", "accent", "ok", "warning", "danger", "info")
    )
    return f"""
QLabel {{ background: transparent; }}
QLabel:disabled {{ color: {c.disabled}; }}
QLabel[semibold="true"] {{ font-weight: 600; }}
QLabel[kind="code"] {{ font-family: monospace; }}
{sizes}{tones}"""


def _buttons(theme: Theme) -> str:
    c = theme.colours
    height = theme.hit_target - 2
    return f"""
QPushButton, QToolButton[kind] {{
  min-height: {height}px; border: 1px solid {c.control_border}; border-radius: {RADIUS_CONTROL}px;
  padding: 0 {Space.L}px; background: {c.surface}; color: {c.text};
}}
QPushButton:hover, QToolButton[kind]:hover {{ background: {c.hover}; }}
QPushButton:pressed, QToolButton[kind]:pressed {{ background: {c.pressed}; }}
QPushButton:focus, QToolButton[kind]:focus {{
  border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.L - 1}px;
}}
QPushButton:disabled, QToolButton[kind]:disabled {{ color: {c.disabled}; border-color: {c.disabled}; }}
"""


def _button_kinds(theme: Theme) -> str:
    c = theme.colours
    height = theme.hit_target - 2
    return f"""
QPushButton[kind="primary"] {{
  background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: {FOCUS_WIDTH}px solid {c.text}; }}
QPushButton[kind="primary"]:disabled {{
  background: {c.raised}; color: {c.disabled}; border-color: {c.disabled}; font-weight: 400;
}}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.disabled}; border-color: {c.disabled}; }}
QPushButton[kind="danger"]:focus {{ border: {FOCUS_WIDTH}px solid {c.danger}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="quiet"] {{ padding: 0 {Space.M}px; }}
QPushButton[kind="quiet"]:disabled, QToolButton[kind="quiet"]:disabled {{ border-color: transparent; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:pressed, QToolButton[kind="quiet"]:pressed {{ background: {c.pressed}; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{
  border: {FOCUS_WIDTH}px solid {c.accent};
}}
QPushButton[kind="link"] {{
  background: transparent; border-color: transparent; padding: 0;
  color: {c.accent}; text-decoration: underline;
}}
QPushButton[kind="link"]:disabled {{ color: {c.disabled}; border-color: transparent; }}
QPushButton[kind="link"]:focus {{ border: {FOCUS_WIDTH}px solid {c.accent}; }}
QToolButton[kind="quiet"], QToolButton[kind="outlined"] {{
  min-width: {height}px; padding: 0; color: {c.text};
}}
QToolButton[kind="quiet"]:focus, QToolButton[kind="outlined"]:focus {{ padding: 0; }}
QToolButton[kind]:checked {{ background: {c.accent_tint}; border-color: {c.accent}; }}
QToolButton[kind="rail"] {{
  background: transparent; border-color: transparent; padding: 0 {Space.S}px; min-height: {height + 4}px;
}}
QToolButton[kind="rail"]:hover {{ background: {c.hover}; }}
QToolButton[kind="rail"]:checked {{ background: {c.surface}; border-color: {c.accent}; }}
QToolButton[kind="rail"]:focus {{ border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.S - 1}px; }}
QToolButton[kind]::menu-indicator {{ image: none; }}
"""


def _segments(theme: Theme) -> str:
    c = theme.colours
    height = theme.hit_target - 2
    return f"""
QFrame[segments="true"] {{
  background: {c.surface}; border: 1px solid {c.control_border}; border-radius: {RADIUS_CONTROL}px;
}}
QPushButton[segment="true"] {{
  min-height: {height}px; border: none; border-radius: {RADIUS_CONTROL - 1}px; padding: 0 {Space.M}px;
}}
QPushButton[segment="true"]:checked {{ background: {c.accent}; color: {c.on_accent}; }}
QPushButton[segment="true"]:focus {{ border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.M - 2}px; }}
QPushButton[segment="true"]:checked:focus {{ border-color: {c.text}; }}
QPushButton[choice="true"]:checked {{
  background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
}}
QPushButton[choice="true"]:checked:focus {{ border: {FOCUS_WIDTH}px solid {c.text}; }}
"""


def _inputs(theme: Theme) -> str:
    c = theme.colours
    height = theme.hit_target - 2
    return f"""
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateTimeEdit {{
  min-height: {height}px; background: {c.surface}; color: {c.text}; padding: 0 {Space.S}px;
  border: 1px solid {c.control_border}; border-radius: {RADIUS_CONTROL}px;
  selection-background-color: {c.accent}; selection-color: {c.on_accent}; placeholder-text-color: {c.muted};
}}
QPlainTextEdit, QTextEdit, QTextBrowser {{
  background: {c.surface}; color: {c.text}; padding: {Space.S}px;
  border: 1px solid {c.control_border}; border-radius: {RADIUS_CONTROL}px;
  selection-background-color: {c.accent}; selection-color: {c.on_accent}; placeholder-text-color: {c.muted};
}}
QTextBrowser[plain="true"], QTextEdit[plain="true"], QPlainTextEdit[plain="true"], QLineEdit[plain="true"] {{
  border: none; background: transparent; padding: 0;
}}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus {{
  border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.S - 1}px;
}}
QLineEdit[invalid="true"] {{ border-color: {c.danger}; }}
QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {{
  border: {FOCUS_WIDTH}px solid {c.accent}; padding: {Space.S - 1}px;
}}
QTextBrowser[plain="true"]:focus, QTextEdit[plain="true"]:focus, QPlainTextEdit[plain="true"]:focus {{
  border: none; padding: 0;
}}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QPlainTextEdit:disabled {{
  background: {c.background}; color: {c.disabled}; border-color: {c.disabled};
}}
"""


def _combos(theme: Theme) -> str:
    c = theme.colours
    return f"""
QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {theme.px(28)}px; }}
QComboBox::down-arrow, QDateTimeEdit::down-arrow {{
  image: url({indicator_path(theme, "chevron-down")}); width: {theme.px(16)}px; height: {theme.px(16)}px;
}}
QComboBox QAbstractItemView {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.border}; outline: none;
}}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit, QComboBox QLineEdit, QDateTimeEdit QLineEdit {{
  border: none; background: transparent; padding: 0; min-height: 0;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
"""


def _ticks(theme: Theme) -> str:
    c = theme.colours
    box = theme.px(18)
    inner = box + 2 - 2 * FOCUS_WIDTH  # the words beside it stay where they are
    return f"""
QCheckBox, QRadioButton {{ spacing: {Space.S}px; min-height: {theme.hit_target}px; background: transparent; }}
QCheckBox[bare="true"] {{ spacing: 0; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {box}px; height: {box}px; background: {c.surface}; border: 1px solid {c.control_border};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {(box + 2) // 2}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {c.hover}; }}
QCheckBox::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({indicator_path(theme, "check")});
}}
QRadioButton::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url({indicator_path(theme, "dot")});
}}
QCheckBox:focus, QRadioButton:focus {{ color: {c.text}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{
  border: {FOCUS_WIDTH}px solid {c.accent}; width: {inner}px; height: {inner}px;
}}
"""


def _choices(theme: Theme) -> str:
    c = theme.colours
    return f"""
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.border}; padding: {Space.XS}px 0; }}
QMenu::item {{ padding: {Space.S}px {Space.XL}px; background: transparent; }}
QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QMenu::item:disabled {{ color: {c.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: {Space.XS}px 0; }}
QMenu::icon {{ padding-left: {Space.S}px; }}
QTabBar::tab {{
  background: transparent; color: {c.muted}; padding: {Space.S}px {Space.L}px; border: none;
  border-bottom: {FOCUS_WIDTH}px solid transparent; min-height: {theme.px(20)}px;
}}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabWidget::pane {{ border: none; }}
"""


def _views(theme: Theme) -> str:
    c = theme.colours
    row = theme.hit_target
    return f"""
QListView, QTableView, QTreeView, QListWidget, QTableWidget {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.border}; border-radius: {RADIUS_CONTROL}px;
  outline: none; alternate-background-color: {c.raised}; gridline-color: {c.border};
  selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QListView[plain="true"], QTreeView[plain="true"], QTableView[plain="true"] {{
  background: transparent; border: none; border-radius: 0;
}}
QListView::item, QTreeView::item {{ min-height: {row}px; padding: 0 {Space.S}px; }}
QListView::item:hover, QTreeView::item:hover {{ background: {c.hover}; }}
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {{
  background: {c.accent}; color: {c.on_accent};
}}
QHeaderView::section {{
  background: {c.raised}; color: {c.muted}; border: none; border-bottom: 1px solid {c.border};
  padding: 0 {Space.S}px; min-height: {row}px; font-weight: 600;
}}
"""


def _bars(theme: Theme) -> str:
    c = theme.colours
    groove = theme.px(6)
    # Qt's "sub-page" is what lies left of the handle, whichever way the slider runs.
    filled = "add-page" if theme.right_to_left else "sub-page"
    slot = groove // 2 + 1
    handle = theme.px(16) - theme.px(16) % 2 + slot % 2
    over = (handle + 2 * FOCUS_WIDTH - slot) // 2
    return f"""
QProgressBar {{
  background: {c.raised}; border: 1px solid {c.control_border}; border-radius: {groove // 2 + 1}px;
  min-height: {groove}px; max-height: {groove}px; text-align: center; color: transparent;
}}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {groove // 2}px; }}
QSlider::groove:horizontal {{
  background: {c.control_border}; height: {slot}px; border-radius: 2px;
}}
QSlider::{filled}:horizontal {{ background: {c.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{
  background: {c.accent}; width: {handle}px; margin: -{over}px 0; border: {FOCUS_WIDTH}px solid {c.surface};
  border-radius: {(handle + 2 * FOCUS_WIDTH) // 2}px;
}}
QSlider::handle:horizontal:focus {{ border-color: {c.text}; }}
QSlider:horizontal {{ min-height: {theme.hit_target}px; }}
QScrollBar:vertical {{ background: transparent; width: {theme.px(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {theme.px(12)}px; margin: 0; }}
QScrollBar::handle {{
  background: {c.control_border}; border-radius: {theme.px(12) // 2 - 3}px; margin: 3px;
}}
QScrollBar::handle:vertical {{ min-height: {theme.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {theme.px(32)}px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
