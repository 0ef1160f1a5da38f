"""The kiosk's part of the style sheet: huge type, and targets for fingers.

Widgets ask for it through the properties `kiosk` (labels, fields, frames) and `touch` (buttons). Nothing
looks different under a pointer: there is none, and after a touch it would stay so.
"""

from __future__ import annotations

from gymtrainer_desktop.ui.theme.tokens import KioskSize, KioskType, Radius, Scheme, Size, Space, Weight

_HIGHEST = 4096


def kiosk_sheet(s: Scheme) -> str:
    """Return the kiosk's style sheet in a scheme."""
    return "\n".join((_labels(), _buttons(s), _frames(s)))


def _labels() -> str:
    semibold = f"font-weight: {Weight.SEMIBOLD};"
    return f"""
    QLabel[kiosk="body"] {{ font-size: {KioskType.BODY}px; }}
    QLabel[kiosk="section"] {{ font-size: {KioskType.SECTION}px; }}
    QLabel[kiosk="title"] {{ font-size: {KioskType.TITLE}px; {semibold} }}
    QLabel[kiosk="figure"] {{ font-size: {KioskType.FIGURE}px; {semibold} }}
    QLabel[kiosk="clock"] {{ font-size: {KioskType.CLOCK}px; {semibold} }}
    """


def _buttons(s: Scheme) -> str:
    least = Size.CONTROL_TOUCH - 2 * Size.BORDER
    button = "QPushButton"

    def height(pixels: int) -> str:
        return f"min-height: {pixels - 2 * Size.BORDER}px; max-height: {_HIGHEST}px;"

    def calm(look: str, background: str, color: str, edge: str) -> str:
        plain = f"background: {background}; color: {color}; border: {Size.BORDER}px solid {edge};"
        return f'{button}[touch="{look}"], {button}[touch="{look}"]:hover {{ {plain} }}'

    return f"""
    {button}[touch] {{ border-radius: {Radius.CARD}px; padding: 0px {Space.L}px; min-height: {least}px;
        max-height: {_HIGHEST}px; font-size: {KioskType.BODY}px; font-weight: {Weight.SEMIBOLD}; }}
    {calm("quiet", s.surface, s.text, s.line)}
    {calm("raised", s.surface_raised, s.text, s.line)}
    {calm("key", s.surface, s.text, s.line)}
    {calm("letter", s.surface, s.text, s.line)}
    {calm("step", s.surface_raised, s.text, s.line)}
    {calm("row", s.surface, s.text, s.line)}
    {calm("value", "transparent", s.text, "transparent")}
    {calm("plain", "transparent", s.text_muted, "transparent")}
    {calm("primary", s.accent, s.on_accent, s.accent)}
    {button}[touch="quiet"] {{ {height(KioskSize.BUTTON)} }}
    {button}[touch="key"] {{ {height(KioskSize.KEY)} padding: 0px; font-size: {KioskType.TITLE}px;
        font-weight: {Weight.MEDIUM}; }}
    {button}[touch="letter"] {{ padding: 0px; min-width: {least}px; }}
    {button}[touch="step"] {{ {height(KioskSize.STEP_HEIGHT)} padding: 0px; }}
    {button}[touch="value"] {{ {height(KioskSize.STEP_HEIGHT)} padding: 0px;
        font-size: {KioskType.FIGURE}px; }}
    {button}[touch="primary"] {{ {height(KioskSize.BUTTON)} font-size: {KioskType.SECTION}px; }}
    {button}[touch="raised"][high="true"] {{ {height(KioskSize.KEY)} }}
    {button}[touch="primary"][high="true"] {{ {height(KioskSize.PRIMARY)} }}
    {button}[touch="row"] {{ {height(KioskSize.ROW_LARGE)} text-align: left; }}
    {button}[touch="plain"] {{ font-weight: {Weight.MEDIUM}; }}
    {button}[touch]:pressed {{ background: {s.accent_soft}; border-color: {s.accent}; }}
    {button}[touch="primary"]:pressed {{ background: {s.accent_pressed}; color: {s.on_accent}; }}
    {button}[touch]:checked {{ background: {s.accent_soft}; border-color: {s.accent}; color: {s.text}; }}
    {button}[touch]:disabled {{ background: {s.surface}; color: {s.text_muted}; border-color: {s.line}; }}
    {button}[touch="step"]:disabled {{ color: {s.line_strong}; }}
    """


def _frames(s: Scheme) -> str:
    edge = f"border: {Size.BORDER}px solid"
    return f"""
    QFrame[kiosk="header"] {{ background: {s.surface}; border: none;
        border-bottom: {Size.BORDER}px solid {s.line}; }}
    QFrame[kiosk="card"] {{ background: {s.surface}; {edge} {s.line}; border-radius: {Radius.CARD}px; }}
    QFrame[kiosk="dialog"] {{ background: {s.surface_raised}; {edge} {s.line};
        border-radius: {Radius.CARD}px; }}
    QFrame[kiosk="scrim"] {{ background: {s.scrim}; border: none; }}
    QFrame[kiosk="bar"] {{ background: transparent; border: none; }}
    QFrame[kiosk="bar"] QLabel {{ font-size: {KioskType.BODY}px; }}
    QLineEdit[kiosk="field"], QLineEdit[kiosk="field"]:focus {{
        min-height: {KioskSize.FIELD - 2 * Size.FOCUS}px; max-height: {KioskSize.FIELD - 2 * Size.FOCUS}px;
        font-size: {KioskType.SECTION}px; padding: 0px {Space.L}px; border-radius: {Radius.CARD}px; }}
    """
