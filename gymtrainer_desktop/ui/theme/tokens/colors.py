"""The two colour schemes, and which colour a figure wears: the only place where a colour is written down."""

from __future__ import annotations

import colorsys
import zlib
from dataclasses import dataclass
from uuid import UUID

from gymtrainer_desktop.domain.measures import compliance_percent


@dataclass(frozen=True, slots=True)
class Scheme:
    """One colour scheme; every value reads as `QColor(value)`.

    Attributes:
        scrim: Colour behind dialogs, alpha included (`#aarrggbb`).
        series: Chart lines in the order they are handed out, safe for colour-blind readers.
        avatar_background: Saturation and lightness of an avatar's disc.
        avatar_initials: Saturation and lightness of the initials on it.
    """

    name: str
    canvas: str
    surface: str
    surface_raised: str
    hover: str
    line: str
    line_strong: str
    track: str
    text: str
    text_muted: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    positive: str
    caution: str
    critical: str
    critical_hover: str
    on_critical: str
    scrim: str
    skeleton: str
    series: tuple[str, ...]
    avatar_background: tuple[float, float]
    avatar_initials: tuple[float, float]

    @property
    def inverse(self) -> Scheme:
        """The other scheme, which toasts and the bulk bar wear."""
        return LIGHT if self is DARK else DARK

    def color(self, token: str) -> str:
        """Return the colour of a token by name ("accent", "text_muted", …).

        Raises:
            AttributeError: There is no such token.
        """
        value = getattr(self, token)
        assert isinstance(value, str), token
        return value

    def avatar(self, identity: UUID | str | int) -> tuple[str, str]:
        """Return background and initials colour of somebody's avatar; the hue comes from the id."""
        hue = avatar_hue(identity) / 360
        return _hsl(hue, *self.avatar_background), _hsl(hue, *self.avatar_initials)


def avatar_hue(identity: UUID | str | int) -> int:
    """Return the hue (0 to 359) that belongs to an id, the same on every workstation."""
    return zlib.crc32(str(identity).encode()) % 360


def _hsl(hue: float, saturation: float, lightness: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


LIGHT = Scheme(
    name="light",
    canvas="#F5F6F8",
    surface="#FFFFFF",
    surface_raised="#FFFFFF",
    hover="#F5F6F8",
    line="#E2E5EA",
    line_strong="#7F8996",
    track="#C9CFD9",
    text="#14171C",
    text_muted="#59626E",
    accent="#3453D1",
    accent_hover="#2C48BB",
    accent_pressed="#253EA3",
    on_accent="#FFFFFF",
    accent_soft="#E9EDFC",
    positive="#17764A",
    caution="#96600B",
    critical="#B92B2B",
    critical_hover="#A02323",
    on_critical="#FFFFFF",
    scrim="#7014171C",
    skeleton="#E2E5EA",
    series=("#3453D1", "#0E8A83", "#B4540A", "#8A3FA8", "#5B6470"),
    avatar_background=(0.52, 0.89),
    avatar_initials=(0.62, 0.26),
)

DARK = Scheme(
    name="dark",
    canvas="#121416",
    surface="#1B1E22",
    surface_raised="#22262B",
    hover="#22262B",
    line="#2E343B",
    line_strong="#6B7580",
    track="#3A424B",
    text="#ECEFF2",
    text_muted="#9AA5B1",
    accent="#8CA2FF",
    accent_hover="#A0B2FF",
    accent_pressed="#B4C2FF",
    on_accent="#121416",
    accent_soft="#262E4D",
    positive="#4CC38A",
    caution="#E5B454",
    critical="#FF8A80",
    critical_hover="#FFA199",
    on_critical="#121416",
    scrim="#99000000",
    skeleton="#2E343B",
    series=("#8CA2FF", "#4FC7BF", "#F0955A", "#C48BE0", "#A3ADB9"),
    avatar_background=(0.28, 0.27),
    avatar_initials=(0.60, 0.86),
)

CAPACITY_NEARLY_FULL = 0.8
"""Share of the limit from which a capacity bar wears `caution`."""

COMPLIANCE_GOOD = 0.75
COMPLIANCE_FAIR = 0.5


def capacity_token(active: int, limit: int) -> str:
    """Return the token a capacity bar wears: accent, caution from 80 %, critical when full."""
    if active >= limit:
        return "critical"
    return "caution" if active >= CAPACITY_NEARLY_FULL * limit else "accent"


def compliance_token(share: float) -> str:
    """Return the token of a compliance (0 to 1): positive from 75 %, caution from 50 %, else critical.

    The colour goes with the number as it is shown, in whole per cent.
    """
    shown = (compliance_percent(share) or 0) / 100
    if shown >= COMPLIANCE_GOOD:
        return "positive"
    return "caution" if shown >= COMPLIANCE_FAIR else "critical"
