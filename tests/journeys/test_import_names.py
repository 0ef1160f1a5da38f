"""What a member chose once for a name of another app holds on the command line, too."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from gymtrainer_desktop.cli import main
from gymtrainer_desktop.settings import Paths
from tests.factories import Gym

HEADER = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes"
)


def test_names_are_kept_as_written_unless_remembered(own_gym: tuple[Paths, Gym], tmp_path: Path) -> None:
    paths, gym = own_gym
    member = gym.member("Sofia Marino")
    own = gym.services(member, "member")
    own.import_names.remember(member.id, {"FLACHBANK": "Bench press"})
    rows = [
        f"2024-03-01 18:00:00;Evening;{name};1;60;kg;8;;;;;;" for name in ("Flachbank", "Squat (Barbell)")
    ]
    file = tmp_path / "strong.csv"
    file.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    command = ["import", "workouts", str(file), "--member", member.member_number or "", "--json"]
    command += ["--data-dir", str(paths.data_dir)]
    for added, skipped in ((2, 0), (0, 2)):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        facts = json.loads(result.stdout)
        assert (facts["added"], facts["skipped"]) == (added, skipped)
    assert {one.name for one in own.progress.exercises(member.id)} == {"Bench press", "Squat (Barbell)"}
