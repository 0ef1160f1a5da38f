"""How long things take, wait and stay."""

from __future__ import annotations


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
    KIOSK_PRESENCE = 20_000
    LONG_PRESS = 3_000
    STEP_REPEAT_AFTER = 400
    STEP_REPEAT = 90
    READER_GAP = 50
    READER_END = 80
