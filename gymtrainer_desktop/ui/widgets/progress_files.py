"""The chart as a picture, and what is shown as CSV: where to, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from gymtrainer_desktop.domain.measures import compliance_percent
from gymtrainer_desktop.domain.progress import LogRow, ProgressPoint, TrainingWeeks
from gymtrainer_desktop.domain.strength import volume_load
from gymtrainer_desktop.domain.units import Unit, clean_weight, convert, from_kg
from gymtrainer_desktop.services.saved_files import write_bytes, write_csv
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets.outcome_words import outcome_words, records_words
from gymtrainer_desktop.ui.widgets.workout_words import sets_words

SHARPNESS = 2
"""Pixels of a picture for each of the screen's."""

Table = tuple[Sequence[str], Sequence[Sequence[object]]]


def picture_of(widget: QWidget, title: str, words: str) -> QImage:
    """Return a widget as it is shown, twice as sharp, below its title."""
    scheme = scheme_of(widget)
    head = Size.CARD_HEADER
    size = QSize(widget.width() + 2 * Space.L, widget.height() + head + Space.L)
    image = QImage(size * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(QColor(scheme.surface))
    painter = QPainter(image)
    painter.setFont(fonts.font(Type.SECTION, Weight.SEMIBOLD))
    painter.setPen(QColor(scheme.text))
    left, middle = Space.L, Qt.AlignmentFlag.AlignVCenter
    painter.drawText(left, 0, size.width() - 2 * left, head, middle, title)
    left += painter.fontMetrics().horizontalAdvance(title) + Space.S
    painter.setFont(fonts.font())
    painter.setPen(QColor(scheme.text_muted))
    painter.drawText(left, 0, size.width() - left, head, middle, words)
    widget.render(painter, QPoint(Space.L, head))
    painter.end()
    return image


def png_of(image: QImage) -> bytes:
    """Return a picture as the content of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def points_rows(points: Sequence[ProgressPoint], unit: Unit) -> Table:
    """Return the chart of an exercise as a table, oldest day first."""
    head = ("Date", "Heaviest", "Unit", "Reps", "Estimated 1RM", "Volume", "Sets", "Difficulty")
    return (
        (*head, "Seconds", "Metres", "Target", "Result", "Record"),
        [
            (
                *(p.on, p.heaviest, unit.value, p.reps, p.e1rm, p.volume, p.sets, p.rating),
                *(p.seconds, p.metres, p.target, outcome_words(p.outcome, unit), records_words(p.records)),
            )
            for p in points
        ],
    )


def weeks_rows(weeks: TrainingWeeks) -> Table:
    """Return the weeks as a table, oldest first, with the hard sets of every muscle that had any."""
    muscles = sorted({muscle for week in weeks.weeks for muscle in week.muscles})
    return (
        (
            "Week from",
            "Due",
            "Done",
            "Compliance %",
            "Workout days",
            *(m.value.capitalize() for m in muscles),
        ),
        [
            (
                *(week.first_day, week.due, week.logged, compliance_percent(week.compliance), week.workouts),
                *(week.muscles.get(muscle, 0) for muscle in muscles),
            )
            for week in weeks.weeks
        ],
    )


def logs_rows(rows: Sequence[LogRow], unit: Unit) -> Table:
    """Return logs as a table, newest first."""
    head = ("Date", "Exercise", "Sets", "Working sets", "Reps", "Weight", "Unit", "Volume", "Difficulty")
    table: list[Sequence[object]] = []
    for row in rows:
        log = row.log
        volume = clean_weight(from_kg(volume_load(log.sets), unit))
        weight = log.weight_used
        if weight is not None:
            weight = clean_weight(convert(weight, log.weight_unit or unit, unit))
        table.append(
            (
                *(row.on, log.exercise_name, sets_words(log.sets, unit), log.sets_completed),
                *(log.reps_completed, weight, unit.value, volume, log.rating, log.target),
                *(outcome_words(row.outcome, unit), records_words(row.records), log.notes),
                log.logged_by_name or "",
            )
        )
    return (*head, "Target", "Result", "Record", "Note", "Logged by"), table


class ProgressFiles:
    """Asks where to, and writes in the background.

    Args:
        owner: The widget that asks; when it goes, so does the answer.
        context: Of its page.
    """

    def __init__(self, owner: QWidget, context: PageContext) -> None:
        self._owner, self._context = owner, context

    def save_picture(self, image: QImage, name: str) -> None:
        """Ask where to, and write a picture."""
        kind = QStandardPaths.StandardLocation.PicturesLocation
        words = self._owner.tr("PNG pictures (*.png)")
        if (path := self._ask(self._owner.tr("Save the chart"), kind, name, ".png", words)) is not None:
            self.write_picture(image, path)

    def write_picture(self, image: QImage, path: Path) -> None:
        """Write a picture."""
        content = png_of(image)
        self._run(
            lambda: write_bytes(path, content), lambda _: self._owner.tr("{0} was saved").format(path.name)
        )

    def save_table(self, table: Callable[[], Table], name: str) -> None:
        """Ask where to, and write a table.

        Args:
            table: Called in the background: it may read the rest of a long table first.
            name: Of the file, without its ending.
        """
        kind = QStandardPaths.StandardLocation.DocumentsLocation
        words = self._owner.tr("CSV files (*.csv)")
        if (path := self._ask(self._owner.tr("Export as CSV"), kind, name, ".csv", words)) is not None:
            self.write_table(table, path)

    def write_table(self, table: Callable[[], Table], path: Path) -> None:
        """Write a table; see `save_table`."""

        def told(rows: int) -> str:
            if rows == 1:
                return self._owner.tr("1 row is in {0}").format(path.name)
            return self._owner.tr("{0} rows are in {1}").format(f"{rows:,}", path.name)

        self._run(lambda: write_csv(path, *table()), told)

    def _ask(
        self, title: str, kind: QStandardPaths.StandardLocation, name: str, ending: str, words: str
    ) -> Path | None:
        plain = re.sub(r"[^\w-]+", "-", name).strip("-").casefold()[:80]
        chosen, _ = QFileDialog.getSaveFileName(
            self._owner, title, str(usual_folder(kind) / f"{plain}{ending}"), words
        )
        path = Path(chosen)
        return None if not chosen else path if path.suffix else path.with_suffix(ending)

    def _run(self, op: Callable[[], object], told: Callable[..., str]) -> None:
        self._context.tasks.query(
            self._owner,
            op,
            lambda answer: self._context.notices.toast(told(answer)),
            lambda exc: self._context.notices.error(exc, self._owner.tr("No file was written.")),
            key="file",
        )
