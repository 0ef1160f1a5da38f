"""Every colour, size and radius of the window: the only place where one is written down.

Style sheets, delegates and painters read these. A test fails on a colour literal anywhere else.
"""

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


class Space:
    """Steps between things, in pixels."""

    HAIR = 2
    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Radius:
    """Corner radii, in pixels."""

    CONTROL = 6
    CARD = 10


class Type:
    """Text sizes, in pixels."""

    BODY = 13
    SECONDARY = 12
    BADGE = 11
    SECTION = 16
    TITLE = 22
    FIGURE = 28


class KioskType:
    """Text sizes of the kiosk, in pixels."""

    BODY = 20
    SECTION = 26
    TITLE = 40
    FIGURE = 64
    CLOCK = 120


class Weight:
    """Font weights (100 to 900)."""

    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600


class Size:
    """Heights, widths and diameters, in pixels."""

    # Window
    WINDOW_WIDTH = 1440
    WINDOW_HEIGHT = 900
    WINDOW_MIN_WIDTH = 960
    WINDOW_MIN_HEIGHT = 600
    RAIL = 216
    RAIL_FOLDED = 56
    RAIL_FOLDS_BELOW = 1360
    RAIL_ITEM = 40
    RAIL_GAP = 4
    LOGO = 32
    LOGO_LARGE = 48
    TOP_BAR = 56
    SEARCH_WIDTH = 340
    SEARCH_MIN_WIDTH = 180
    POPOVER_WIDTH = 380
    POPOVER_HEIGHT = 440
    MENU_WIDTH = 220
    OFFLINE_BAR = 44

    # Controls
    CONTROL = 36
    CONTROL_SMALL = 28
    CONTROL_LARGE = 40
    CONTROL_TOUCH = 64
    ICON = 16
    ICON_SMALL = 14
    ICON_LARGE = 20
    ICON_STATE = 28
    BORDER = 1
    FOCUS = 2
    CHECK_BOX = 16
    DOT = 6
    BADGE = 18
    SCROLL_BAR = 10
    SCROLL_HANDLE = 6
    SCROLL_HANDLE_MIN = 32
    SWITCH_WIDTH = 32
    SWITCH_HEIGHT = 18
    TEXT_BOX = 64
    CURSOR_GAP = 2

    # Rows
    ROW = 44
    ROW_CLIENT = 60
    ROW_TRAINER = 64
    ROW_LIBRARY = 52
    ROW_MENU = 32
    ROW_HEADER = 36
    CARD_HEADER = 52
    COLUMN_MIN = 112

    # Painted parts
    AVATARS = (24, 28, 36, 40, 48, 64)
    AVATAR_XS = 24
    AVATAR_S = 28
    AVATAR_M = 36
    AVATAR_L = 40
    AVATAR_XL = 48
    AVATAR_XXL = 64
    BAR = 6
    BAR_RADIUS = 3
    BAR_MIN_WIDTH = 60
    RING = 20
    RING_STROKE = 3
    RING_SMALL_STROKE = 2.5
    PILL = 22
    PILL_DOT = 7
    CHIP = 24
    SPARK_WIDTH = 84
    SPARK_HEIGHT = 20
    SPARK_STROKE = 1.5
    SPARK_DOT = 2.5
    TIMER_RING = 160
    DAY = 36
    DAY_STROKE = 2
    DIFFICULTY = 52
    TAB = 44
    TAB_LINE = 2
    SKELETON_BAR = 10
    BULK_BAR = 52
    TOAST = 48
    TOAST_MAX_WIDTH = 560
    NUMBER_FIELD = 72
    NUMBER_FIELD_TOUCH = 144

    # Dialogs and first pages
    SHEET_WIDTH = 480
    SHEET_WIDE = 800
    SHEET_MARGIN = 48
    SIGN_IN_WIDTH = 360
    FIRST_START_WIDTH = 440
    FIRST_START_CHOICE = 74
    CHOICE_ICON = 40
    SAMPLE_ROWS = 6
    SHADOW_BLUR = 40
    SHADOW_OFFSET = 8
    MESSAGE_WIDTH = 360

    # Front desk
    SIDE_PANEL = 368
    TABLE_FOLDS_BELOW = 1000
    TABLE_FOLDS_AGAIN_BELOW = 600
    LINE_FOLDS_BELOW = 760
    CAPACITY_WIDTH = 216
    RATE_WIDTH = 120
    DATE_WIDTH = 184
    FACT_LABEL = 112
    COLUMN_S = 96
    COLUMN_M = 132
    COLUMN_L = 168
    COLUMN_XL = 240
    FORM_WIDTH = 560
    IMPORT_WIDTH = 1080
    IMPORT_HEIGHT = 480
    IMPORT_COLUMN = 188

    # Printing
    PAPER_DIALOG = 880
    PAPER_FORM = 272
    PAPER_WIDTH = 420
    PAPER_HEIGHT = 560

    # Charts
    CHART_HEIGHT = 208
    CHART_DAY = 64
    CHART_LABEL = 88
    CHART_LINE = 2
    CHART_DOT = 8
    CHART_MARK = 10
    CHART_DOT_HOVERED = 13
    RECORDS_WIDTH = 248
    LOGS_HEIGHT = 220

    # Trainer
    CLIENT_LIST = 312
    NEW_DOT = 8
    LOG_DETAILS = 296
    DAY_COLUMN = 136
    EXERCISE_CARD = 72
    DAY_COLUMN_MIN = 112
    QUICK_ENTRY = 48
    LIBRARY_DRAWER = 264
    AUTO_SCROLL = 32
    NOTE_BOX = 88
    WEEK_STRIP = 96
    WEEK_CELL = 72
    WEEK_DOT = 4
    WEEK_DOT_CHOSEN = 5
    VOLUME_PANEL = 264
    VOLUME_ROW = 36
    PREVIEW_WIDTH = 1120
    PREVIEW_HEIGHT = 520

    # Member
    HOME_SIDE = 400
    LOG_LIST = 248
    LOG_SIDE = 240
    LOG_FOLDS_BELOW = 1120
    LOG_NUMBER = 32
    SET_ROW = 52
    SET_ROW_CURRENT = 68
    SET_ACTION = 96
    STATE_DISC = 28


class KioskSize:
    """Heights, widths and diameters of the kiosk, in pixels; nothing that is touched is lower than 64."""

    MARGIN = 40
    MARGIN_WIDE = 72
    GAP = 12
    COLUMN_GAP = 32
    PAD = 400
    KEY = 96
    BUTTON = 80
    PRIMARY = 112
    DIGIT_BOX = 64
    DIGIT_GAP = 20
    DIGITS = 5
    MOST_DIGITS = 12
    PIN_DOT = 24
    HEADER = 104
    BAR = 48
    AVATAR = 56
    MARK = 48
    MARK_TARGET = 72
    ICON = 24
    ICON_LARGE = 40
    PROGRESS = 8
    STEP_BUTTON = 88
    STEP_HEIGHT = 128
    SIDE = 400
    RING = 208
    RING_STROKE = 12
    ROW = 64
    ROW_LARGE = 88
    READ = 760
    DIALOG = 760
    LETTER = 64
    LETTER_GAP = 8
    FIELD = 64
    DOT = 14


class Print:
    """Text sizes and distances on paper, in points."""

    BODY = 9
    SECONDARY = 8
    SECTION = 12
    TITLE = 20
    FIGURE = 15
    MARGIN = 42
    GAP = 18
    ROW = 5
    CELL = 12
    RULE = 0.5
    CHART = 96
    BAR_SHARE = 0.62


class SheetPrint:
    """Sizes of a plan and of a log sheet on one page, in points; what says "ems" is in sizes of its type."""

    LARGEST = 10.5
    SMALLEST = 7.0
    STEP = 0.5
    TITLE = 17
    HEAD = 9
    MARGIN = 30
    GUTTER = 16
    GAP = 10
    LINE_GAP_EMS = 0.35
    DAY_GAP_EMS = 1.3
    DAY_EMS = 1.2
    SMALL_EMS = 0.92
    TAG_EMS = 1.9
    NARROWEST_EMS = 15
    BOX_EMS = 5.4
    BOX_WIDTH = 38
    BOX_HEIGHT = 16
    BOX_GAP = 3
    BOX_INSET = 3
    CIRCLE_EMS = 1.35
    CIRCLE_GAP_EMS = 0.35
    NOTES_LINE = 14


class Delay:
    """Times, in milliseconds."""

    SKELETON = 150
    SEARCH = 150
    TOAST = 6000
    TOAST_ERROR = 12000
    ANNOUNCE = 50
    ACTIVITY = 60_000
    REMEMBER = 400
    REST_TICK = 250
    REVIVE = 2000
    COLLECT = 250
    PROGRESS = 200
    AUTO_SCROLL = 30
    DRAFT_QUIET = 700
    DRAFT_LATEST = 5000
    OUTBOX = 30_000
    EXPIRED_PLANS = 6 * 60 * 60_000
    KIOSK_TICK = 250
    KIOSK_FORGET = 20_000
    KIOSK_WARNING = 45_000
    KIOSK_RESET = 60_000
    KIOSK_GOODBYE = 8_000
    KIOSK_SAY = 6_000
    KIOSK_RETRY = 5_000
    LONG_PRESS = 3_000
    STEP_REPEAT_AFTER = 400
    STEP_REPEAT = 90
    READER_GAP = 50
    READER_END = 80


AVATAR_INITIALS_SHARE = 0.4
"""Height of the initials as a share of the avatar's diameter."""

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
