"""Every colour, size and time of the window: the only place where one is written down.

Style sheets, delegates and painters import them from here; each subject has a file. A test fails on a colour
literal anywhere else.
"""

from __future__ import annotations

from gymtrainer_desktop.ui.theme.tokens.colors import (
    DARK,
    LIGHT,
    Scheme,
    avatar_hue,
    capacity_token,
    compliance_token,
)
from gymtrainer_desktop.ui.theme.tokens.kiosk import KioskSize, KioskType
from gymtrainer_desktop.ui.theme.tokens.paper import Print, SheetPrint
from gymtrainer_desktop.ui.theme.tokens.sizes import (
    AVATAR_INITIALS_SHARE,
    Radius,
    Size,
    Space,
    Type,
    Weight,
)
from gymtrainer_desktop.ui.theme.tokens.times import Delay

__all__ = [
    "AVATAR_INITIALS_SHARE",
    "DARK",
    "LIGHT",
    "Delay",
    "KioskSize",
    "KioskType",
    "Print",
    "Radius",
    "Scheme",
    "SheetPrint",
    "Size",
    "Space",
    "Type",
    "Weight",
    "avatar_hue",
    "capacity_token",
    "compliance_token",
]
