"""The theme put on Qt's own widgets: a complete Fusion palette and a few details that it can not say."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, REGULAR, font, load_fonts

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(theme: Theme) -> QPalette:
    """A palette with every role set, disabled ones included, so that no colour of the platform shines through."""
    roles = {
        _Role.Window: theme.window,
        _Role.WindowText: theme.text1,
        _Role.Base: theme.panel,
        _Role.AlternateBase: theme.header,
        _Role.ToolTipBase: theme.panel,
        _Role.ToolTipText: theme.text1,
        _Role.PlaceholderText: theme.text3,
        _Role.Text: theme.text1,
        _Role.Button: theme.header,
        _Role.ButtonText: theme.text1,
        _Role.BrightText: theme.err,
        _Role.Light: theme.panel,
        _Role.Midlight: theme.header,
        _Role.Mid: theme.line,
        _Role.Dark: theme.edge,
        _Role.Shadow: theme.edge,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.ink_on(theme.accent),
        _Role.Link: theme.accent,
        _Role.LinkVisited: theme.accent,
        _Role.Accent: theme.accent,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, colour)
    disabled: dict[QPalette.ColorRole, QColor] = {
        _Role.WindowText: theme.text3,
        _Role.Text: theme.text3,
        _Role.ButtonText: theme.text3,
        _Role.HighlightedText: theme.text2,
        _Role.Highlight: theme.line,
        _Role.Accent: theme.line,
    }
    for role, colour in disabled.items():
        made.setColor(_Group.Disabled, role, colour)
    return made


_SHEET = """
QToolTip {{ background: {panel}; color: {text1}; border: 1px solid {edge}; padding: {p4}px; }}
QMenuBar {{ background: {header}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: {p4}px {p9}px; background: transparent; }}
QMenuBar::item:selected {{ background: {accent_fill}; color: {text1}; }}
QMenu {{ background: {panel}; border: 1px solid {edge}; padding: {p4}px 0; }}
QMenu::item {{ padding: {p6}px {p24}px {p6}px {p14}px; }}
QMenu::item:selected {{ background: {accent_fill}; color: {text1}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4}px 0; }}
QToolBar {{ background: {panel}; border: 0; border-bottom: 1px solid {line}; spacing: {p4}px; padding: {p6}px {p9}px; }}
QStatusBar {{ background: {header}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: 0; }}
QWidget[role="header"] {{ background: {header}; border-bottom: 1px solid {line}; }}
QDockWidget::title {{ background: {header}; border-bottom: 1px solid {line}; padding: {p6}px {p14}px; }}
QTabBar {{ background: {header}; }}
QTabBar::scroller {{ width: 0; }}
QTabBar::tab {{ background: {header}; color: {text2}; border: 0; border-top: 3px solid transparent;
    padding: {p6}px {p14}px; }}
QTabBar::tab:selected {{ background: {panel}; color: {text1}; border-top-color: {accent}; font-weight: 600; }}
QTabBar::tab:hover:!selected {{ color: {text1}; }}
QTabBar::tab:focus {{ border: 2px solid {accent}; }}
QPushButton {{ background: {panel}; color: {text1}; border: 1px solid {edge}; border-radius: {p5}px;
    min-height: {p24}px; padding: {p4}px {p14}px; }}
QPushButton:hover {{ background: {header}; }}
QPushButton:pressed {{ background: {accent_fill}; }}
QPushButton:checked {{ background: {accent_fill}; color: {accent}; border-color: {accent}; font-weight: 600; }}
QPushButton:disabled {{ color: {text3}; border-color: {line}; }}
QPushButton:focus {{ border: 2px solid {accent}; }}
QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text1}; }}
QPushButton[role="primary"]:disabled {{ background: {line}; color: {text3}; border-color: {line}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {p5}px;
    min-width: {p24}px; min-height: {p24}px; padding: {p4}px; }}
QTabBar QToolButton {{ min-width: 0; padding: 0; border: 0; }}
QToolButton:hover {{ border-color: {edge}; }}
QToolButton:pressed, QToolButton:checked {{ background: {accent_fill}; }}
QToolButton:focus {{ border: 2px solid {accent}; }}
QToolButton[role="next"] {{ background: {next}; border: 1px solid {next_edge}; }}
QToolButton[role="list"]::menu-indicator {{ image: none; }}
QSplitter::handle {{ background: {line}; }}
"""

_COLOURS = (
    "panel", "header", "line", "edge", "text1", "text2", "text3", "accent", "accent_fill", "next", "next_edge",
)  # fmt: skip
_LENGTHS = (4, 5, 6, 9, 14, 24)


def style_sheet(theme: Theme, *, scale: float = 1.0) -> str:
    """The few details of menus, tabs and buttons that a palette can not express, in the colours of `theme`."""
    names = {name: getattr(theme, name).name() for name in _COLOURS}
    names["on_accent"] = theme.ink_on(theme.accent).name()
    return _SHEET.format(**names, **{f"p{length}": round(length * scale) for length in _LENGTHS})


def apply(app: QApplication, theme: Theme, *, scale: float = 1.0) -> None:
    """Load the fonts and put `theme` on the whole application, type and paddings times `scale`."""
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(font(BODY, REGULAR, scale=scale))
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, scale=scale))
