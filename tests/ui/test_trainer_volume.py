"""Planned hard sets per muscle and week, beside the band that is usual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise, Muscle, library_key
from gymtrainer_desktop.domain.muscles import SetsBand
from gymtrainer_desktop.domain.progression import WeekTarget
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.volume_panel import VolumePanel
from gymtrainer_desktop.ui.trainer.plan.week_volume import MuscleSets, WeekVolume, week_volume
from tests.ui.conftest import MemorySettings
from tests.ui.plan_pages import BENCH, Editor, make_editor
from tests.ui.trainer_gym_plans import library


class Known:
    """A library that was asked about everything but "Asked later"."""

    def __init__(self) -> None:
        self.names = {library_key(one.name): one for one in library()}

    def get(self, name: str) -> LibraryExercise | None:
        return self.names.get(library_key(name))

    def is_unknown(self, name: str) -> bool:
        return name != "Asked later" and self.get(name) is None


def target(sets: int | None) -> WeekTarget:
    return WeekTarget(sets, "8", "60 kg")


def test_primary_counts_one_and_secondary_a_half() -> None:
    volume = week_volume(
        [("Bench press", target(4)), ("bench PRESS", target(1)), ("Triceps dips", target(3))], Known()
    )
    assert volume.muscles == (
        MuscleSets(Muscle.CHEST, Decimal("6.5")),
        MuscleSets(Muscle.TRICEPS, Decimal("5.5")),
        MuscleSets(Muscle.FRONT_DELTS, Decimal("2.5")),
    )
    assert volume.unknown == ()


def test_what_nobody_knows_is_counted_separately() -> None:
    exercises = [("Cossack squat", target(3)), ("Cossack squat", target(2)), ("Zercher walk", target(1))]
    volume = week_volume([*exercises, ("Asked later", target(9)), ("Plank", target(None))], Known())
    assert volume == WeekVolume((), ("Cossack squat", "Zercher walk"))


@pytest.fixture
def panel(window: QWidget, settings: MemorySettings) -> VolumePanel:
    layout = QVBoxLayout(window)
    panel = VolumePanel(settings)
    layout.addWidget(panel)
    return panel


def test_the_panel_says_what_is_low_and_high(panel: VolumePanel) -> None:
    lines = (
        MuscleSets(Muscle.CHEST, Decimal(24)),
        MuscleSets(Muscle.LATS, Decimal(12)),
        MuscleSets(Muscle.ABS, Decimal("1.5")),
    )
    panel.show_volume(WeekVolume(lines, ("Cossack squat", "Zercher walk", "Sled")), 6)
    assert panel.bars.accessibleName() == "chest 24 high, lats 12, abs 1.5 low"
    assert (
        panel._unknown.text() == "3 exercises not in the library"
        and "Zercher walk" in panel._unknown.toolTip()
    )
    assert panel._week.text() == "Hard sets per muscle, week 6" and panel._nothing.isHidden()
    assert not panel.grab().isNull()
    panel.show_volume(WeekVolume((), ("Sled",)), 1)
    assert panel._unknown.text() == "1 exercise not in the library" and not panel._nothing.isHidden()


def test_the_band_is_moved_and_remembered(panel: VolumePanel, settings: MemorySettings) -> None:
    assert panel.band == SetsBand(10, 20)
    panel.show_volume(WeekVolume((MuscleSets(Muscle.CHEST, Decimal(24)),)), 1)
    panel.high.setValue(30)
    assert panel.bars.accessibleName() == "chest 24"
    panel.low.setValue(35)
    assert panel.band == SetsBand(35, 35) and panel.bars.accessibleName() == "chest 24 low"
    panel.high.setValue(12)
    assert panel.band == SetsBand(12, 12)
    assert VolumePanel(settings).band == SetsBand(12, 12)


def test_a_band_that_cannot_be_written_down_still_holds(window: QWidget) -> None:
    class FullDisk(MemorySettings):
        def put(self, key: str, value: Any) -> None:
            raise UserError("The disk is full.")

    panel = VolumePanel(FullDisk(), window)
    errors: list[UserError] = []
    panel.not_remembered.connect(errors.append)
    panel.high.setValue(30)
    assert panel.band == SetsBand(10, 30) and [error.message for error in errors] == ["The disk is full."]


@pytest.mark.parametrize("stored", [None, "wide", [20, 10], [0, 10], [1], [1.5, 2], [True, 5], [5, 500]])
def test_a_band_that_cannot_be_one_is_the_usual_one(window: QWidget, stored: object) -> None:
    settings = MemorySettings()
    settings.put("plan sets band", stored)
    assert VolumePanel(settings, window).band == SetsBand()


# Beside the grid


@pytest.fixture
def editing(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Editor:
    return make_editor(qtbot, window, page_context).open()


def settled(editing: Editor) -> VolumePanel:
    """Wait until the library was asked."""
    panel = editing.page.view.volume
    editing.qtbot.waitUntil(lambda: len(panel.volume.unknown) > 0)
    editing.settle()
    return panel


def sets_of(panel: VolumePanel) -> dict[Muscle, Decimal]:
    return {line.muscle: line.sets for line in panel.volume.muscles}


def test_the_panel_follows_the_plan_and_the_week(editing: Editor) -> None:
    page = editing.page
    assert page.view.volume.isHidden()
    page.view.volume_button.click()
    panel = settled(editing)
    assert panel.isVisible() and set(panel.volume.unknown) == {"Rowing machine", "Kettlebell swing"}
    assert sets_of(panel)[Muscle.CHEST] == Decimal("8.5")
    editing.change(BENCH, sets=8)
    # The bench press was done this week: it asks for more sets from the next.
    assert sets_of(panel)[Muscle.CHEST] == Decimal("8.5")
    page.strip.show_week(7)
    assert sets_of(panel)[Muscle.CHEST] == Decimal("12.5")
    page.actions_of_plan.toggle_deload(7)
    assert sets_of(panel)[Muscle.CHEST] == Decimal(7) and "week 7" in panel._week.text()
    panel.close_button.click()
    assert panel.isHidden() and not page.view.volume_button.isChecked()


def test_volume_and_library_take_turns_beside_the_grid(editing: Editor) -> None:
    page = editing.page
    page.week.drawer.set_open(True)
    page.view.volume_button.click()
    assert page.view.volume.isVisible() and not page.week.drawer.is_open
    page.week.drawer.set_open(True)
    assert page.view.volume.isHidden() and not page.view.volume_button.isChecked()
    editing.settle()


def test_an_exercise_that_was_added_is_looked_up(editing: Editor) -> None:
    editing.page.view.volume_button.click()
    panel = settled(editing)
    editing.type_line("Military press 5x5 60 kg")
    editing.qtbot.waitUntil(lambda: sets_of(panel)[Muscle.FRONT_DELTS] > Decimal("6.5"))
    assert sets_of(panel)[Muscle.FRONT_DELTS] == Decimal("11.5")
    asked = [name for names in editing.gym.called("by_names") for name in names]
    assert len(asked) == len(set(asked))
