"""Tokens, palette, icons, and that colours are written down nowhere else."""

from __future__ import annotations

import dataclasses
import inspect
import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui import resources
from gymtrainer_desktop.ui.theme import fonts, icons, tokens
from gymtrainer_desktop.ui.theme.scheme import application_scheme, scheme_of
from gymtrainer_desktop.ui.theme.style import Theme, dress
from gymtrainer_desktop.ui.theme.tokens import (
    DARK,
    LIGHT,
    Scheme,
    Size,
    avatar_hue,
    capacity_token,
    compliance_token,
)
from gymtrainer_desktop.ui.widgets.completion import completer

PACKAGE = Path(__file__).resolve().parents[2] / "gymtrainer_desktop"
COLORS = PACKAGE / "ui" / "theme" / "tokens" / "colors.py"
COLOR_LITERAL = re.compile(
    r"""["'(\s:]\#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b"""  # '#rrggbb'
    r"|\brgba?\s*\(|\bhsla?\s*\("
    r"|\bQColor\s*\(\s*\d"  # QColor(r, g, b)
    r"|\bQColor\.from(?:Rgb|Rgba|RgbF|Hsv|HsvF|Hsl|HslF|Cmyk)\b"
    r"|\bQt\.(?:GlobalColor\.)?(?:white|black|red|darkRed|green|darkGreen|blue|darkBlue|cyan|darkCyan|magenta"
    r"|darkMagenta|yellow|darkYellow|gray|darkGray|lightGray)\b"
    r"|(?:background|color|border)[a-z-]*\s*:\s*(?:white|black|red|green|blue|gr[ae]y|yellow|orange)\b"
)


def luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    value = QColor(color)
    red, green, blue = (linear(c) for c in (value.redF(), value.greenF(), value.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(
    ("foreground", "background", "least"),
    [
        ("text", "surface", 7),
        ("text", "canvas", 7),
        ("text", "accent_soft", 7),
        ("text_muted", "surface", 4.5),
        ("text_muted", "canvas", 4.5),
        ("text_muted", "surface_raised", 4.5),
        ("text_muted", "accent_soft", 4.5),
        ("accent", "surface", 4.5),
        ("accent", "accent_soft", 4.5),
        ("on_accent", "accent", 4.5),
        ("on_accent", "accent_hover", 4.5),
        ("on_accent", "accent_pressed", 4.5),
        ("on_critical", "critical", 4.5),
        ("on_critical", "critical_hover", 4.5),
        ("positive", "surface", 4.5),
        ("caution", "surface", 4.5),
        ("critical", "surface", 4.5),
        ("critical", "canvas", 4.5),
        ("line_strong", "surface", 3),
        ("line_strong", "canvas", 3),
    ],
)
def test_contrast(scheme: Scheme, foreground: str, background: str, least: float) -> None:
    assert contrast(scheme.color(foreground), scheme.color(background)) >= least


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_chart_series_stand_out_from_the_surface(scheme: Scheme) -> None:
    assert len(set(scheme.series)) == 5
    assert all(contrast(color, scheme.surface) >= 3 for color in scheme.series)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_initials_can_be_read_on_every_hue(scheme: Scheme) -> None:
    seen: set[str] = set()
    for number in range(360):
        background, initials = scheme.avatar(number)
        assert contrast(background, initials) >= 4.5
        seen.add(background)
    assert len(seen) > 100


def test_the_same_person_has_the_same_hue_everywhere() -> None:
    person = UUID("018f7e00-0000-7000-8000-00000000002a")
    assert avatar_hue(person) == avatar_hue(str(person)) == 22
    assert LIGHT.avatar(person) != DARK.avatar(person)


def test_every_token_is_a_colour() -> None:
    for scheme in (LIGHT, DARK):
        for field in dataclasses.fields(scheme):
            value = getattr(scheme, field.name)
            if isinstance(value, str) and field.name != "name":
                assert QColor(value).isValid(), field.name


@pytest.mark.parametrize(
    ("active", "limit", "token"),
    [(0, 10, "accent"), (7, 10, "accent"), (8, 10, "caution"), (10, 10, "critical"), (12, 10, "critical")],
)
def test_capacity_token(active: int, limit: int, token: str) -> None:
    assert capacity_token(active, limit) == token


@pytest.mark.parametrize(
    ("share", "token"),
    [
        (1, "positive"),
        (0.75, "positive"),
        (0.746, "positive"),
        (0.744, "caution"),
        (0.5, "caution"),
        (0.49, "critical"),
        (0, "critical"),
    ],
)
def test_compliance_token(share: float, token: str) -> None:
    assert compliance_token(share) == token


def test_no_colour_is_written_outside_the_tokens() -> None:
    found: dict[Path, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if COLOR_LITERAL.search(line):
                found.setdefault(file, []).append(f"{number}: {line.strip()}")
    assert len(found.pop(COLORS)) > 40  # the search does find those that are where they belong
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        'x = "#3453D1"',
        "'#fff'",
        "background: #80123456;",
        "QColor(1, 2, 3)",
        "Qt.red",
        "Qt.GlobalColor.white",
        'f"color: rgb(1,2,3)"',
        "QColor.fromHsl(1, 2, 3)",
        '"background: white"',
    ],
)
def test_the_search_for_colours_finds(line: str) -> None:
    assert COLOR_LITERAL.search(line)


@pytest.mark.parametrize(
    "line", ["# issue #2", "Qt.GlobalColor.transparent", "color: {s.text}", "QColor(scheme.text)"]
)
def test_the_search_for_colours_leaves_alone(line: str) -> None:
    assert not COLOR_LITERAL.search(line)


def test_all_icons_load(qapp) -> None:
    names = sorted(path.stem for path in resources.path("icons").glob("*.svg"))
    assert len(names) > 60
    for name in names:
        image = icons.pixmap(name, LIGHT.text, Size.ICON_LARGE, 1.0).toImage()
        painted = sum(
            image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
        )
        assert painted > 10, name
        assert "currentColor" not in icons.svg(name, LIGHT.text), name


def test_nothing_is_kept_that_nobody_shows() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    words = set(re.findall(r'"([a-z0-9-]+)"', code))
    assert {path.stem for path in resources.path("icons").glob("*.svg")} - words == set()
    groups = [one for one in vars(tokens).values() if inspect.isclass(one) and one is not Scheme]
    assert len(groups) == 10
    values = {f"{one.__name__}.{name}" for one in groups for name in vars(one) if name.isupper()}
    assert values - set(re.findall(r"\b[A-Z]\w+\.[A-Z][A-Z0-9_]*\b", code)) == set()


def test_an_icon_wears_the_token_s_colour(qapp) -> None:
    image = icons.pixmap("minus", DARK.critical, 48, 1.0).toImage()
    colors = {
        image.pixelColor(x, 24).name().upper() for x in range(48) if image.pixelColor(x, 24).alpha() == 255
    }
    assert colors == {DARK.critical}


def test_a_missing_resource_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.svg("no-such-icon", LIGHT.text)


def test_the_palette_follows_the_choice(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.scheme.name))
    theme.set_choice("dark")
    assert application_scheme() is DARK
    assert QGuiApplication.palette().window().color().name().upper() == DARK.canvas
    theme.set_choice("dark")
    theme.set_choice("light")
    assert application_scheme() is LIGHT
    assert told == ["dark", "light"]


def test_system_follows_the_system(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [Qt.ColorScheme.Dark]

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return wanted[0]

    monkeypatch.setattr(theme._application, "styleHints", lambda: Hints(), raising=False)
    theme.set_choice("system")
    assert theme.scheme is DARK
    wanted[0] = Qt.ColorScheme.Light
    theme._on_system_scheme_changed()
    assert theme.scheme is LIGHT
    wanted[0] = Qt.ColorScheme.Dark
    theme.set_choice("light")
    theme._on_system_scheme_changed()
    assert theme.scheme is LIGHT


def test_windows_wear_the_sheet_and_parts_on_their_way_into_one_do_not(qtbot, theme: Theme) -> None:
    """The sheet of an application would be applied at each move: see `theme.style`."""
    assert not QApplication.instance().styleSheet()
    window, part = QWidget(), QLabel("in a window")
    dress(window)
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(part)
    part.setProperty("tone", "accent")
    window.show()
    theme.set_choice("dark")
    assert part.palette().windowText().color() == QColor(DARK.accent)
    theme.set_choice("light")
    assert part.palette().windowText().color() == QColor(LIGHT.accent)


def test_what_a_field_offers_is_dressed_like_a_menu(qtbot, theme: Theme) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    offered = completer(QStringListModel(["Back squat", "Bench press", "Row"], field), field)
    field.setCompleter(offered)
    field.show()
    qtbot.keyClicks(field, "QUA")
    popup = offered.popup()
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().rowCount() == 1, "parts of names, whatever their case"
    assert popup.palette().base().color() == QColor(LIGHT.surface_raised)
    theme.set_choice("dark")
    assert popup.palette().base().color() == QColor(DARK.surface_raised)
    popup.hide()


def test_an_inverse_part_wears_the_other_scheme(qtbot, theme: Theme) -> None:
    frame = QFrame()
    qtbot.addWidget(frame)
    inner = QLabel(frame)
    assert scheme_of(inner) is LIGHT
    frame.setProperty("scheme", "inverse")
    assert scheme_of(inner) is DARK
    theme.set_choice("dark")
    assert scheme_of(inner) is LIGHT


def test_icons_are_drawn_again_in_another_scheme(qtbot, theme: Theme) -> None:
    words = QLabel()
    qtbot.addWidget(words)
    words.setProperty("icon_size", 48)
    icons.set_icon(words, "minus", "text")

    def colors() -> set[str]:
        image = words.pixmap().toImage()
        middle = image.height() // 2
        pixels = (image.pixelColor(x, middle) for x in range(image.width()))
        return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}

    assert colors() == {LIGHT.text}
    theme.set_choice("dark")
    assert colors() == {DARK.text}


def test_text_is_the_platform_s_font_in_13_pixels(theme: Theme) -> None:
    font = QApplication.font()
    assert font.pixelSize() == 13
    assert fonts.font(22, 600).pixelSize() == 22
    assert [tag.toString() for tag in fonts.font(tabular=True).featureTags()] == [b"tnum"]


def test_the_sign_in_page_needs_no_chart_no_numpy_no_alembic_and_no_database() -> None:
    code = (
        "import sys, gymtrainer_desktop.ui.shell.sign_in, gymtrainer_desktop.ui.shell.app_window;"
        "names = ('pyqtgraph', 'numpy', 'alembic', 'sqlalchemy', 'psycopg', 'zoneinfo._tzpath', 'keyring');"
        "print([name for name in names if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
