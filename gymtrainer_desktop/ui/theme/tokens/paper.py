"""Sizes and type on paper: reports, plans and log sheets."""

from __future__ import annotations


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
