"""Sizes and type of the kiosk, which is read from two steps away and touched with a thumb."""

from __future__ import annotations


class KioskType:
    """Text sizes of the kiosk, in pixels."""

    BODY = 20
    SECTION = 26
    TITLE = 40
    FIGURE = 64
    CLOCK = 120


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
    SET_MARK = 52
    READ = 760
    DIALOG = 760
    LETTER_GAP = 8
    FIELD = 64
    DOT = 14
