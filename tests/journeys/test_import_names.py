"""What a member chose once for a name of another app holds on the command line, too."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from gymtrainer_desktop.cli import main
from gymtrainer_desktop.database.local import STATION
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from tests.factories import Gym

HEADER = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes"
)


def test_names_are_kept_as_written_unless_remembered(own_gym: tuple[Paths, Gym], tmp_path: Path) -> None:
    paths, gym = own_gym
    member = gym.member("Sofia Marino")
    own = SignInService(gym.station).with_identity(gym.session(member, "member", STATION))
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
    stored = gym.one(
        "SELECT string_agg(exercise_name, ', ' ORDER BY exercise_name) FROM public.workout_progress"
    )
    assert stored == "Bench press, Squat (Barbell)"
