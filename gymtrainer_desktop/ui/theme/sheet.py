"""The one style sheet, written from the tokens.

Widgets ask for a look through dynamic properties: `kind` on buttons and frames, `scale` on buttons, fields
and labels (QWidget has a property `size` of its own), `tone` on labels.
"""

from __future__ import annotations

from pathlib import Path

from gymtrainer_desktop.ui.theme.kiosk_sheet import kiosk_sheet
from gymtrainer_desktop.ui.theme.tokens import KioskType, Radius, Scheme, Size, Space, Type, Weight

_INVERSE = '*[scheme="inverse"] '


def style_sheet(scheme: Scheme, glyphs: Path) -> str:
    """Return the style sheet of a scheme.

    Args:
        scheme: The colours.
        glyphs: Folder with the tinted pictures that `theme.glyphs` wrote.
    """
    folder = glyphs.as_posix()
    return "\n".join(
        (
            _frames(scheme),
            _labels(scheme, ""),
            _buttons(scheme, ""),
            _fields(scheme, folder),
            _checks(scheme, folder),
            _popups(scheme, folder),
            _views(scheme),
            _scroll_bars(scheme),
            kiosk_sheet(scheme),
            _inverse(scheme.inverse),
            _labels(scheme.inverse, _INVERSE),
            _buttons(scheme.inverse, _INVERSE),
        )
    )


def _frames(s: Scheme) -> str:
    return f"""
    * {{ outline: none; }}
    QMainWindow, QDialog {{ background: {s.canvas}; }}
    QScrollArea, QScrollArea > QWidget > QWidget, QStackedWidget {{ background: transparent; border: none; }}
    QFrame[kind="card"] {{
        background: {s.surface}; border: {Size.BORDER}px solid {s.line}; border-radius: {Radius.CARD}px;
    }}
    QFrame[kind="surface"], QWidget[kind="surface"] {{ background: {s.surface}; }}
    QFrame[kind="canvas"], QWidget[kind="canvas"] {{ background: {s.canvas}; }}
    QFrame[kind="rail"] {{ background: {s.surface}; border-right: {Size.BORDER}px solid {s.line}; }}
    QFrame[kind="top-bar"] {{ background: {s.surface}; border-bottom: {Size.BORDER}px solid {s.line}; }}
    QFrame[kind="side-panel"] {{ background: {s.surface}; border-left: {Size.BORDER}px solid {s.line}; }}
    QFrame[kind="list-panel"] {{ background: {s.surface}; border-right: {Size.BORDER}px solid {s.line}; }}
    QFrame[kind="hairline"] {{ background: {s.line}; border: none; }}
    QFrame[kind="popover"] {{
        background: {s.surface_raised}; border: {Size.BORDER}px solid {s.line};
        border-radius: {Radius.CARD}px;
    }}
    QFrame[kind="sheet"] {{ background: {s.surface}; border-radius: {Radius.CARD}px; }}
    QDialog[kind="sheet-window"] {{ background: transparent; }}
    QFrame[kind="banner"] {{
        background: {s.canvas}; border: none; border-bottom: {Size.BORDER}px solid {s.line};
        border-left: {Space.XS}px solid {s.text_muted};
    }}
    QFrame[kind="banner"][tone="caution"] {{ border-left-color: {s.caution}; }}
    QFrame[kind="banner"][tone="critical"] {{ border-left-color: {s.critical}; }}
    QFrame[kind="banner"][tone="positive"] {{ border-left-color: {s.positive}; }}
    QFrame[kind="banner"][tone="accent"] {{ border-left-color: {s.accent}; }}
    QFrame[kind="logo"] {{ background: {s.accent}; border-radius: {Radius.CONTROL}px; }}
    QFrame[kind="logo"][large="true"] {{ border-radius: {Radius.CARD}px; }}
    QFrame[kind="choice-icon"] {{ background: {s.canvas}; border-radius: {Radius.CONTROL}px; }}
    QFrame[kind="bubble"] {{
        background: {s.surface}; border: {Size.BORDER}px solid {s.line}; border-radius: {Radius.CARD}px;
    }}
    QTextEdit[kind="bubble-text"], QTextEdit[kind="bubble-text"]:focus,
    QTextEdit[kind="bubble-text"]:read-only {{
        background: transparent; border: none; padding: 0px; margin: 0px; color: {s.text};
    }}
    QFrame[kind="bubble-own"] {{ background: {s.accent_soft}; border: none; border-radius: {Radius.CARD}px; }}
    QFrame[kind="chip"] {{
        background: {s.canvas}; border: {Size.BORDER}px solid {s.line}; border-radius: {Radius.CONTROL}px;
    }}
    QFrame[kind="person-chip"] {{
        background: {s.surface}; border: {Size.BORDER}px solid {s.line};
        border-radius: {Size.CONTROL_SMALL // 2}px;
    }}
    QFrame[kind="stepper"] {{
        background: {s.surface}; border: {Size.BORDER}px solid {s.line_strong};
        border-radius: {Radius.CONTROL}px;
    }}
    QFrame[kind="stepper"] QLineEdit {{ font-size: {Type.BODY}px; font-weight: {Weight.SEMIBOLD}; }}
    QFrame[kind="stepper"][scale="touch"] QLineEdit {{ font-size: {KioskType.SECTION}px; }}
    QLabel[kind="key"] {{
        background: {s.surface}; border: {Size.BORDER}px solid {s.line}; border-radius: {Space.XS}px;
        color: {s.text_muted}; font-size: {Type.SECONDARY}px; padding: 0px {Space.XS + 1}px;
    }}
    QSplitter::handle {{ background: {s.line}; }}
    QSplitter::handle:horizontal {{ width: {Size.BORDER}px; }}
    QSplitter::handle:vertical {{ height: {Size.BORDER}px; }}
    """


def _labels(s: Scheme, scope: str) -> str:
    tones = "\n".join(
        f'{scope}QLabel[tone="{tone}"] {{ color: {color}; }}'
        for tone, color in (
            ("muted", s.text_muted),
            ("accent", s.accent),
            ("positive", s.positive),
            ("caution", s.caution),
            ("critical", s.critical),
        )
    )
    return f"""
    {scope}QLabel {{ color: {s.text}; background: transparent; border: none; }}
    {tones}
    {scope}QLabel[scale="secondary"] {{ font-size: {Type.SECONDARY}px; }}
    {scope}QLabel[scale="section"] {{ font-size: {Type.SECTION}px; font-weight: {Weight.SEMIBOLD}; }}
    {scope}QLabel[scale="title"] {{ font-size: {Type.TITLE}px; font-weight: {Weight.SEMIBOLD}; }}
    {scope}QLabel[scale="crumb"] {{ font-size: {Type.SECTION}px; }}
    {scope}QLabel[scale="figure"] {{ font-size: {Type.FIGURE}px; font-weight: {Weight.SEMIBOLD}; }}
    {scope}QLabel[weight="medium"] {{ font-weight: {Weight.MEDIUM}; }}
    {scope}QLabel[weight="semibold"] {{ font-weight: {Weight.SEMIBOLD}; }}
    """


def _buttons(s: Scheme, scope: str) -> str:
    inner = Space.L - Size.BORDER
    height = Size.CONTROL - 2 * Size.BORDER
    small = Size.CONTROL_SMALL - 2 * Size.BORDER
    large = Size.CONTROL_LARGE - 2 * Size.BORDER
    touch = Size.CONTROL_TOUCH - 2 * Size.BORDER
    # A focused border is one pixel wider: take it from the padding, so that nothing moves.
    wider = Size.FOCUS - Size.BORDER
    button = f"{scope}QPushButton"
    tool = f"{scope}QToolButton"
    return f"""
    {button} {{
        background: {s.surface}; color: {s.text}; border: {Size.BORDER}px solid {s.line};
        border-radius: {Radius.CONTROL}px; min-height: {height}px; max-height: {height}px;
        padding: 0px {inner}px; font-weight: {Weight.MEDIUM};
    }}
    {button}:hover {{ background: {s.hover}; }}
    {button}:pressed, {button}:checked {{ background: {s.accent_soft}; color: {s.accent}; }}
    {button}:disabled {{ color: {s.line_strong}; }}
    {button}:focus {{ border: {Size.FOCUS}px solid {s.accent}; padding: 0px {inner - wider}px;
        min-height: {height - 2 * wider}px; max-height: {height - 2 * wider}px; }}
    {button}[scale="small"] {{ min-height: {small}px; max-height: {small}px;
        padding: 0px {Space.S + Size.CURSOR_GAP}px; font-size: {Type.SECONDARY}px; }}
    {button}[scale="small"]:focus {{ min-height: {small - 2 * wider}px; max-height: {small - 2 * wider}px;
        padding: 0px {Space.S + Size.CURSOR_GAP - wider}px; }}
    {button}[scale="large"] {{ min-height: {large}px; max-height: {large}px; }}
    {button}[scale="large"]:focus {{ min-height: {large - 2 * wider}px; max-height: {large - 2 * wider}px; }}
    {button}[scale="touch"] {{ min-height: {touch}px; max-height: {touch}px; font-size: {Type.SECTION}px; }}
    {button}[scale="touch"]:focus {{ min-height: {touch - 2 * wider}px; max-height: {touch - 2 * wider}px; }}
    {button}[kind="primary"] {{ background: {s.accent}; color: {s.on_accent}; border-color: {s.accent};
        font-weight: {Weight.SEMIBOLD}; }}
    {button}[kind="primary"]:hover {{ background: {s.accent_hover}; border-color: {s.accent_hover}; }}
    {button}[kind="primary"]:pressed {{ background: {s.accent_pressed}; border-color: {s.accent_pressed};
        color: {s.on_accent}; }}
    {button}[kind="primary"]:focus {{ border: {Size.FOCUS}px solid {s.text}; }}
    {button}[kind="primary"]:disabled {{ background: {s.track}; border-color: {s.track};
        color: {s.text_muted}; }}
    {button}[kind="destructive"] {{ background: {s.critical}; color: {s.on_critical};
        border-color: {s.critical};
        font-weight: {Weight.SEMIBOLD}; }}
    {button}[kind="destructive"]:hover {{ background: {s.critical_hover}; border-color: {s.critical_hover}; }}
    {button}[kind="destructive"]:focus {{ border: {Size.FOCUS}px solid {s.text}; }}
    {button}[kind="destructive"]:disabled {{ background: {s.track}; border-color: {s.track};
        color: {s.text_muted}; }}
    {button}[kind="plain"], {tool} {{
        background: transparent; border: {Size.BORDER}px solid transparent; border-radius: {Radius.CONTROL}px;
    }}
    {button}[kind="plain"] {{ padding: 0px {Space.S}px; }}
    {button}[kind="plain"]:hover, {tool}:hover {{ background: {s.hover}; }}
    {button}[kind="plain"]:focus, {tool}:focus {{ border: {Size.FOCUS}px solid {s.accent}; }}
    {button}[kind="plain"]:focus {{ padding: 0px {Space.S - wider}px; }}
    {button}[tone="crumb"] {{ color: {s.text_muted}; font-size: {Type.SECTION}px;
        font-weight: {Weight.REGULAR}; }}
    {button}[tone="crumb"]:hover {{ color: {s.text}; }}
    {tool} {{ color: {s.text}; padding: 0px; font-weight: {Weight.MEDIUM}; }}
    {tool}::menu-indicator, {button}::menu-indicator {{ image: none; width: 0px; }}
    {tool}[kind="outlined"] {{ background: {s.surface}; border: {Size.BORDER}px solid {s.line}; }}
    {tool}[kind="outlined"]:hover {{ background: {s.hover}; }}
    {tool}[kind="outlined"]:focus {{ border: {Size.FOCUS}px solid {s.accent}; }}
    {button}[kind="link"] {{
        background: transparent; border: {Size.BORDER}px solid transparent; color: {s.accent};
        padding: 0px {wider}px; min-height: 0px; text-align: left;
    }}
    {button}[kind="link"]:hover {{ text-decoration: underline; }}
    {button}[kind="link"]:focus {{ border: {Size.BORDER}px solid {s.accent}; background: {s.accent_soft};
        padding: 0px {wider}px; }}
    {button}[kind="link"]:disabled {{ color: {s.line_strong}; }}
    """


def _fields(s: Scheme, folder: str) -> str:
    fields = "QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit"
    single = "QLineEdit, QComboBox, QAbstractSpinBox"
    wider = Size.FOCUS - Size.BORDER
    height = Size.CONTROL - 2 * Size.BORDER
    side = Space.M - Size.CURSOR_GAP

    def each(state: str, names: str = fields) -> str:
        return ", ".join(f"{name.strip()}{state}" for name in names.split(","))

    return f"""
    {fields} {{
        background: {s.surface}; color: {s.text}; border: {Size.BORDER}px solid {s.line_strong};
        border-radius: {Radius.CONTROL}px; padding: 0px {side}px;
        selection-background-color: {s.accent}; selection-color: {s.on_accent};
    }}
    {single} {{ min-height: {height}px; max-height: {height}px; }}
    QPlainTextEdit, QTextEdit {{ padding: {Space.S - Size.CURSOR_GAP}px {side - Space.XS}px; }}
    {each(":focus")} {{ border: {Size.FOCUS}px solid {s.accent}; padding: 0px {side - wider}px; }}
    {each(":focus", single)} {{ min-height: {height - 2 * wider}px; max-height: {height - 2 * wider}px; }}
    QPlainTextEdit:focus, QTextEdit:focus {{
        padding: {Space.S - Size.CURSOR_GAP - wider}px {side - Space.XS - wider}px;
    }}
    {each(":disabled")} {{ background: {s.canvas}; color: {s.text_muted}; border-color: {s.line}; }}
    {each(":read-only", "QLineEdit, QPlainTextEdit, QTextEdit")} {{ background: {s.canvas}; }}
    {each('[invalid="true"]')} {{ border: {Size.FOCUS}px solid {s.critical}; padding: 0px {side - wider}px; }}
    {each('[invalid="true"]', single)} {{ min-height: {height - 2 * wider}px;
        max-height: {height - 2 * wider}px; }}
    QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"] {{
        padding: {Space.S - Size.CURSOR_GAP - wider}px {side - Space.XS - wider}px;
    }}
    QLineEdit[scale="large"] {{ min-height: {Size.CONTROL_LARGE - 2}px;
        max-height: {Size.CONTROL_LARGE - 2}px; }}
    QLineEdit[scale="large"]:focus, QLineEdit[scale="large"][invalid="true"] {{
        min-height: {Size.CONTROL_LARGE - 4}px; max-height: {Size.CONTROL_LARGE - 4}px;
    }}
    QLineEdit[kind="search"] {{ background: {s.canvas}; }}
    QLineEdit[kind="search"]:focus {{ background: {s.surface}; }}
    QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ border: none; background: transparent;
        padding: 0px; }}
    QLineEdit[tone="critical"] {{ color: {s.critical}; }}
    QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{
        border: none; background: transparent; padding: 0px; min-height: 0px;
    }}
    QComboBox {{ padding-right: {Space.XL}px; combobox-popup: 0; }}
    QComboBox:focus {{ padding-right: {Space.XL - wider}px; }}
    QComboBox[kind="quiet"] {{ border-color: {s.line}; font-weight: {Weight.MEDIUM}; }}
    QComboBox[kind="quiet"]:focus {{ border-color: {s.accent}; }}
    QComboBox[scale="small"] {{ min-height: {Size.CONTROL_SMALL - 2}px;
        max-height: {Size.CONTROL_SMALL - 2}px;
        font-size: {Type.SECONDARY}px; }}
    QComboBox[scale="small"]:focus {{ min-height: {Size.CONTROL_SMALL - 4}px;
        max-height: {Size.CONTROL_SMALL - 4}px; }}
    QComboBox::drop-down {{ border: none; width: {Space.XL}px; subcontrol-position: center right; }}
    QComboBox::down-arrow {{ image: url("{folder}/chevron-down.svg");
        width: {Size.ICON_SMALL}px; height: {Size.ICON_SMALL}px; }}
    QAbstractSpinBox::up-button {{
        border: none; width: {Space.XL}px; subcontrol-position: top right; }}
    QAbstractSpinBox::down-button {{
        border: none; width: {Space.XL}px; subcontrol-position: bottom right; }}
    QAbstractSpinBox::up-arrow {{
        image: url("{folder}/chevron-up.svg"); width: {Size.ICON_SMALL}px; height: {Size.ICON_SMALL}px; }}
    QAbstractSpinBox::down-arrow {{
        image: url("{folder}/chevron-down.svg"); width: {Size.ICON_SMALL}px; height: {Size.ICON_SMALL}px; }}
    QDateEdit[calendarPopup="true"]::drop-down {{
        border: none; width: {Space.XL}px; subcontrol-position: center right; }}
    QDateEdit[calendarPopup="true"]::down-arrow {{
        image: url("{folder}/calendar.svg"); width: {Size.ICON_SMALL}px; height: {Size.ICON_SMALL}px; }}
    QProgressBar {{ background: {s.track}; border: none; border-radius: {Size.BAR_RADIUS}px;
        min-height: {Size.BAR}px; max-height: {Size.BAR}px; text-align: center; color: transparent; }}
    QProgressBar::chunk {{ background: {s.accent}; border-radius: {Size.BAR_RADIUS}px; }}
    """


def _checks(s: Scheme, folder: str) -> str:
    edge = Size.CHECK_BOX
    both = ("QCheckBox::indicator", "QRadioButton::indicator")
    size = f"width: {edge}px; height: {edge}px;"
    return f"""
    QCheckBox, QRadioButton {{ color: {s.text}; spacing: {Space.S}px; background: transparent;
        border: {Size.FOCUS}px solid transparent; border-radius: {Radius.CONTROL}px;
        padding: {Size.CURSOR_GAP}px; }}
    QCheckBox:focus, QRadioButton:focus {{ border-color: {s.accent}; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {s.text_muted}; }}
    {", ".join(both)} {{ {size} }}
    QCheckBox::indicator:unchecked {{ image: url("{folder}/box.svg"); }}
    QCheckBox::indicator:checked {{ image: url("{folder}/box-checked.svg"); }}
    QCheckBox::indicator:indeterminate {{ image: url("{folder}/box-partial.svg"); }}
    QCheckBox::indicator:unchecked:disabled {{ image: url("{folder}/box-disabled.svg"); }}
    QRadioButton::indicator:unchecked {{ image: url("{folder}/radio.svg"); }}
    QRadioButton::indicator:checked {{ image: url("{folder}/radio-checked.svg"); }}
    QRadioButton::indicator:unchecked:disabled {{ image: url("{folder}/radio-disabled.svg"); }}
    QCheckBox[kind="switch"]::indicator {{ width: {Size.SWITCH_WIDTH}px; height: {Size.SWITCH_HEIGHT}px; }}
    QCheckBox[kind="switch"]::indicator:unchecked {{ image: url("{folder}/switch.svg"); }}
    QCheckBox[kind="switch"]::indicator:checked {{ image: url("{folder}/switch-checked.svg"); }}
    """


def _popups(s: Scheme, folder: str) -> str:
    frame = f"""background: {s.surface_raised}; color: {s.text}; border: {Size.BORDER}px solid {s.line};"""
    return f"""
    QMenu {{ {frame} border-radius: {Radius.CONTROL}px; padding: {Space.XS}px; }}
    QMenu::item {{ padding: {Space.XS + Size.CURSOR_GAP}px {Space.XL}px {Space.XS + Size.CURSOR_GAP}px
        {Space.M}px;
        border-radius: {Space.XS}px; min-height: {Space.L + Space.XS}px; }}
    QMenu::item:selected {{ background: {s.accent_soft}; }}
    QMenu::item:disabled {{ color: {s.text_muted}; }}
    QMenu::icon {{ padding-left: {Space.S}px; }}
    QMenu::indicator {{ width: {Size.ICON}px; height: {Size.ICON}px; padding-left: {Space.XS}px; }}
    QMenu::indicator:checked {{ image: url("{folder}/check.svg"); }}
    QMenu::right-arrow {{ image: url("{folder}/chevron-right.svg"); width: {Size.ICON_SMALL}px;
        height: {Size.ICON_SMALL}px; padding-right: {Space.S}px; }}
    QMenu::separator {{ height: {Size.BORDER}px; background: {s.line}; margin: {Space.XS}px 0px; }}
    QToolTip {{ {frame} padding: {Space.XS}px {Space.S}px; font-size: {Type.SECONDARY}px; }}
    QComboBox QAbstractItemView, QListView[kind="popup"] {{ {frame} padding: {Space.XS}px;
        selection-background-color: {s.accent_soft}; selection-color: {s.text}; }}
    QComboBox QAbstractItemView::item, QListView[kind="popup"]::item {{ min-height: {Size.ROW_MENU}px;
        padding: 0px {Space.S}px; }}
    QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover,
    QListView[kind="popup"]::item:selected, QListView[kind="popup"]::item:hover {{
        background: {s.accent_soft}; color: {s.text}; border-radius: {Space.XS}px; }}
    QCalendarWidget QWidget {{ alternate-background-color: {s.surface_raised}; }}
    QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {s.surface_raised}; }}
    QCalendarWidget QToolButton {{ color: {s.text}; background: transparent;
        padding: {Space.XS}px {Space.S}px; }}
    QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url("{folder}/chevron-left.svg"); }}
    QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url("{folder}/chevron-right.svg"); }}
    QCalendarWidget QAbstractItemView {{ background: {s.surface_raised}; color: {s.text};
        selection-background-color: {s.accent}; selection-color: {s.on_accent}; }}
    QCalendarWidget QAbstractItemView:disabled {{ color: {s.line_strong}; }}
    QCalendarWidget QSpinBox {{ min-height: 0px; }}
    """


def _views(s: Scheme) -> str:
    return f"""
    QTableView, QListView, QTreeView {{
        background: transparent; color: {s.text}; border: none; gridline-color: {s.line};
        selection-background-color: {s.accent_soft}; selection-color: {s.text};
    }}
    QTableView::item, QListView::item {{ border: none; padding: 0px; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section {{ background: transparent; border: none; color: {s.text_muted}; }}
    QTableCornerButton::section {{ background: transparent; border: none; }}
    """


def _scroll_bars(s: Scheme) -> str:
    side = (Size.SCROLL_BAR - Size.SCROLL_HANDLE) // 2
    return f"""
    QScrollBar {{ background: transparent; border: none; margin: 0px; }}
    QScrollBar:vertical {{ width: {Size.SCROLL_BAR}px; }}
    QScrollBar:horizontal {{ height: {Size.SCROLL_BAR}px; }}
    QScrollBar::handle {{ background: {s.track}; border-radius: {Size.SCROLL_HANDLE // 2}px; }}
    QScrollBar::handle:hover {{ background: {s.line_strong}; }}
    QScrollBar::handle:vertical {{ min-height: {Size.SCROLL_HANDLE_MIN}px; margin: 0px {side}px; }}
    QScrollBar::handle:horizontal {{ min-width: {Size.SCROLL_HANDLE_MIN}px; margin: {side}px 0px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QAbstractScrollArea::corner {{ background: transparent; }}
    """


def _inverse(s: Scheme) -> str:
    return f"""
    QFrame[scheme="inverse"] {{
        background: {s.surface_raised}; border: none; border-radius: {Radius.CARD}px;
    }}
    """
