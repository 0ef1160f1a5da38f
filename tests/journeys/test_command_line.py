"""The `gymtrainer` command, as somebody types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    '"Chest","1 Jul 2025, 19:56","1 Jul 2025, 20:58","","Bench Press (Barbell)",,"",0,"warmup",40,10,,,\n'
    '"Chest","1 Jul 2025, 19:56","1 Jul 2025, 20:58","","Bench Press (Barbell)",,"",1,"normal",82.5,8,,,8\n'
)


def gymtrainer(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return subprocess.run(
        [sys.executable, "-m", "gymtrainer_desktop", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("demo",),
        ("database",),
        ("database", "status"),
        ("database", "upgrade"),
        ("database", "backup"),
        ("database", "restore"),
        ("import",),
        ("import", "workouts"),
        ("import", "exercises"),
    ],
)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    done = gymtrainer(*words, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout and done.stderr == ""


def test_no_gym_is_said_in_one_line(folder: Path) -> None:
    done = gymtrainer("database", "status", "--data-dir", str(folder / "empty"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no gym" in done.stderr


def test_demo_import_and_status(folder: Path) -> None:
    place = ("--data-dir", str(folder / "demo"))
    small = ("--members", "20", "--trainers", "3", "--weeks", "2")
    made = gymtrainer("demo", "--no-window", "--json", *small, *place)
    assert made.returncode == 0, made.stderr
    sign_ins = json.loads(made.stdout)["sign_ins"]
    assert {s["role"] for s in sign_ins} == {"admin", "trainer", "member"}
    again = gymtrainer("demo", "--no-window", "--json", *small, *place)
    assert json.loads(again.stdout) == json.loads(made.stdout)

    number = next(s["login"] for s in sign_ins if s["role"] == "member")
    file = folder / "hevy.csv"
    file.write_text(HEVY, encoding="utf-8")
    command = ("import", "workouts", str(file), "--member", number, "--json", *place)
    dry = json.loads(gymtrainer(*command, "--dry-run").stdout)
    assert (dry["workouts"], dry["sets"], dry["added"], dry["skipped"], dry["dry_run"]) == (1, 2, 2, 0, True)
    first = json.loads(gymtrainer(*command).stdout)
    assert (first["added"], first["skipped"], first["errors"]) == (2, 0, [])
    second = json.loads(gymtrainer(*command).stdout)
    assert (second["added"], second["skipped"]) == (0, 2)

    half = folder / "half.csv"
    half.write_text(HEVY[: HEVY.rindex("82.5")], encoding="utf-8")
    refused = gymtrainer("import", "workouts", str(half), "--member", number, "--json", *place)
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["errors"][0]["line"] == 3
    assert len(refused.stderr.strip().splitlines()) == 1
    for name, content, word in (("a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"), ("b.csv", b"", "empty")):
        (folder / name).write_bytes(content)
        bad = gymtrainer("import", "workouts", str(folder / name), "--member", number, *place)
        assert (bad.returncode, bad.stdout) == (1, ""), word
        assert word.lower() in bad.stderr.lower()
    missing = gymtrainer("import", "workouts", str(folder / "nowhere.csv"), "--member", number, *place)
    assert (missing.returncode, "no file" in missing.stderr) == (1, True)
    nobody = gymtrainer("import", "workouts", str(file), "--member", "no-such", *place)
    assert (nobody.returncode, "no active member" in nobody.stderr) == (1, True)

    library = folder / "library.json"
    row = {"name": "Harbour row", "category": "strength", "equipment": "other", "primaryMuscles": ["lats"]}
    library.write_text(json.dumps([row, {**row, "name": "Face Pull"}, {"title": "?"}]), encoding="utf-8")
    command = ("import", "exercises", str(library), "--json", *place)
    counts = []
    for words in ((*command, "--dry-run"), command, command):
        facts = json.loads(gymtrainer(*words).stdout)
        assert (facts["exercises"], [e["entry"] for e in facts["errors"]]) == (3, [3])
        counts.append((facts["added"], facts["skipped"], facts["dry_run"]))
    assert counts == [(1, 1, True), (1, 1, False), (0, 2, False)]
    library.write_text("[" + json.dumps(row)[:-9], encoding="utf-8")
    cut = gymtrainer(*command)
    assert (cut.returncode, "cut off" in json.loads(cut.stdout)["error"]) == (1, True)

    status = gymtrainer("database", "status", "--json", *place)
    facts = json.loads(status.stdout)
    assert facts["mode"] == "embedded" and facts["server"].startswith("18") and facts["up_to_date"] is True
    secrets = json.loads((folder / "demo" / "credentials.json").read_text(encoding="utf-8"))
    values = [v for v in str(secrets).split("'") if len(v) > 20]
    assert values and not any(v in status.stdout for v in values)
