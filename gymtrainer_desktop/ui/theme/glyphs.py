"""The few pictures a style sheet can only take from files: check boxes, radio buttons, switches, arrows.

They are written once per scheme into a folder of the running program, drawn in the tokens' colours.
"""

from __future__ import annotations

from pathlib import Path

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size

_ARROWS = ("chevron-down", "chevron-up", "chevron-left", "chevron-right", "calendar", "check")


def write(folder: Path, scheme: Scheme) -> Path:
    """Write the pictures of a scheme below `folder`; return the folder they are in."""
    target = folder / scheme.name
    target.mkdir(exist_ok=True)
    for name in _ARROWS:
        _write(target, name, icons.svg(name, scheme.text_muted))
    surface, edge = scheme.surface, scheme.line_strong
    tick = '<path d="M4.5 8.2l2.4 2.4 4.6-5" {}/>'
    dash = '<path d="M4.5 8h7" {}/>'
    stroke = f'fill="none" stroke="{scheme.on_accent}" stroke-width="1.8" stroke-linecap="round"'
    _write(target, "box", _svg(_box(surface, edge)))
    _write(target, "box-disabled", _svg(_box(scheme.canvas, scheme.line)))
    _write(target, "box-checked", _svg(_box(scheme.accent, scheme.accent) + tick.format(stroke)))
    _write(target, "box-partial", _svg(_box(scheme.accent, scheme.accent) + dash.format(stroke)))
    _write(target, "radio", _svg(_disc(surface, edge)))
    _write(target, "radio-disabled", _svg(_disc(scheme.canvas, scheme.line)))
    dot = f'<circle cx="8" cy="8" r="2.8" fill="{scheme.on_accent}"/>'
    _write(target, "radio-checked", _svg(_disc(scheme.accent, scheme.accent) + dot))
    for name, track, left in (("switch", scheme.line_strong, 9), ("switch-checked", scheme.accent, 23)):
        knob = f'<circle cx="{left}" cy="9" r="6.5" fill="{scheme.surface}"/>'
        body = f'<rect width="32" height="18" rx="9" fill="{track}"/>'
        _write(target, name, _svg(body + knob, Size.SWITCH_WIDTH, Size.SWITCH_HEIGHT))
    return target


def _box(fill: str, edge: str) -> str:
    outline = f'fill="{fill}" stroke="{edge}" stroke-width="1.5"'
    return f'<rect x="0.75" y="0.75" width="14.5" height="14.5" rx="3.5" {outline}/>'


def _disc(fill: str, edge: str) -> str:
    return f'<circle cx="8" cy="8" r="7.25" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def _svg(body: str, width: int = Size.CHECK_BOX, height: int = Size.CHECK_BOX) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def _write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.svg").write_text(text, encoding="utf-8")
