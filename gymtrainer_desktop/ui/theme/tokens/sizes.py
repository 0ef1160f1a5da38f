"""Sizes, distances and type of the window."""

from __future__ import annotations


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


AVATAR_INITIALS_SHARE = 0.4
"""Height of the initials as a share of the avatar's diameter."""
