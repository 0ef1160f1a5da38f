"""The programmes trainers of the demo gym prescribe, day by day, in the words a trainer would type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: its title, and what each weekday holds, one line an exercise.

    Attributes:
        weeks: How long it usually runs.
        days: Offset from the first weekday of its rhythm (0 for Monday) -> lines of quick entry; "~" before a
            line marks cardio, "=" flexibility.
        personal: Whether its weights are meant for one person and not for somebody of ordinary strength.
        deload: Numbers of the light weeks.
    """

    title: str
    weeks: int
    goals: str
    description: str
    days: Mapping[int, tuple[str, ...]]
    personal: bool = False
    deload: tuple[int, ...] = ()


PROGRAMMES: dict[str, Programme] = {
    "strength": Programme(
        "12-Week Strength Program",
        12,
        "Build overall strength",
        "Five days a week, heavier every week, lighter in weeks 4, 8 and 12.",
        {
            _MON: (
                "Bench press 4x8 85 lb +5 lb every week 90s",
                "Overhead press 3x10 55 lb +2.5 lb every week 90s",
                "A1 Incline dumbbell press 3x10 25 lb +2.5 lb every 2 weeks 30s",
                "A2 Triceps dips 3x12 bodyweight 60s",
            ),
            _TUE: (
                "Back squat 4x6 120 lb +5 lb every week 120s",
                "Leg press 3x12 200 lb +10 lb every week 90s",
                "Walking lunge 3x12 20 lb +5 lb every 4 weeks 60s",
                "Calf raise 4x15 80 lb +5 lb every 2 weeks 45s",
            ),
            _WED: (
                "Barbell row 4x8 65 lb +5 lb every week 90s",
                "Lat pulldown 3x10 70 lb +5 lb every week 75s",
                "A1 Face pull 3x15 20 lb +5 lb every 4 weeks 30s",
                "A2 Dumbbell curl 3x12 15 lb +2.5 lb every 4 weeks 60s",
            ),
            _FRI: (
                "Deadlift 4x5 150 lb +5 lb every week 150s",
                "Romanian deadlift 3x8 105 lb +5 lb every week 90s",
                "A1 Leg curl 3x12 50 lb +5 lb every 2 weeks 30s",
                "A2 Plank 3x40 s bodyweight +5 s every week 45s",
            ),
            _SAT: ("~Rowing machine 20 min", "Kettlebell swing 5x15 30 lb 60s"),
        },
        personal=True,
        deload=(4, 8, 12),
    ),
    "bench": Programme(
        "Bench 100 kg",
        12,
        "Bench press 100 kg",
        "Heavy and light pressing, with enough pulling to keep the shoulders happy.",
        {
            _MON: (
                "Bench press 4x5 77.5 kg 180s",
                "Barbell row 4x8 70 kg 90s",
                "Triceps pushdown 3x12 30 kg 60s",
                "Pull-up 3xAMRAP bodyweight 120s",
            ),
            _WED: (
                "Back squat 4x5 110 kg 180s",
                "Overhead press 4x6 47.5 kg 120s",
                "Hanging leg raise 3x10 bodyweight 60s",
            ),
            _FRI: (
                "Close-grip bench press 4x8 65 kg 120s",
                "Deadlift 3x5 140 kg 180s",
                "Face pull 3x15 20 kg 60s",
                "Dumbbell curl 3x10-12 14 kg 60s",
            ),
        },
        personal=True,
    ),
    "powerlifting": Programme(
        "Powerlifting Base",
        10,
        "A bigger total in spring",
        "Squat, bench and deadlift twice each, volume first.",
        {
            _MON: (
                "Back squat 5x5 85 kg +2.5 kg every week 180s",
                "Pause squat 3x4 70 kg +2.5 kg every 2 weeks 150s",
                "Leg curl 3x10-12 35 kg double progression +2.5 kg 60s",
            ),
            _TUE: (
                "Bench press 5x5 60 kg +2.5 kg every 2 weeks 180s",
                "Dumbbell row 4x10 24 kg 75s",
                "Triceps dips 3xAMRAP bodyweight",
            ),
            _THU: (
                "Deadlift 4x4 105 kg +2.5 kg every week 210s",
                "Front squat 3x6 60 kg +2.5 kg every 2 weeks 120s",
                "Back extension 3x12 10 kg 60s",
            ),
            _SAT: (
                "Bench press 4x8 75% 120s",
                "Overhead press 3x8 35 kg 90s",
                "Lat pulldown 4x10 50 kg 75s",
            ),
        },
        deload=(4, 8),
    ),
    "five": Programme(
        "5x5 Strength",
        12,
        "Get strong on the basics",
        "Three days, five sets of five, a little more each time.",
        {
            _MON: (
                "Back squat 5x5 60 kg +2.5 kg every week 180s",
                "Bench press 5x5 45 kg +2.5 kg every week 180s",
                "Barbell row 5x5 45 kg +2.5 kg every week 120s",
            ),
            _WED: (
                "Front squat 3x5 45 kg +2.5 kg every week 150s",
                "Overhead press 5x5 30 kg +1 kg every week 150s",
                "Deadlift 3x5 80 kg +5 kg every week 180s",
            ),
            _FRI: (
                "Back squat 5x5 60 kg +2.5 kg every week 180s",
                "Bench press 5x5 45 kg +2.5 kg every week 180s",
                "Chin-up 3xAMRAP bodyweight 120s",
            ),
        },
        deload=(6, 12),
    ),
    "ppl": Programme(
        "Push Pull Legs",
        10,
        "Build muscle, evenly",
        "Each muscle group hard, then rest.",
        {
            _MON: (
                "Bench press 4x8-10 50 kg 120s",
                "Incline dumbbell press 3x10-12 18 kg 90s",
                "A1 Lateral raise 3x12-15 7 kg double progression +1 kg 20s",
                "A2 Triceps pushdown 3x12-15 22 kg double progression +2.5 kg 45s",
            ),
            _WED: (
                "Barbell row 4x8-10 47.5 kg 120s",
                "Lat pulldown 3x10-12 45 kg 75s",
                "A1 Rear delt fly 3x12-15 7 kg double progression +1 kg 20s",
                "A2 Hammer curl 3x10-12 10 kg double progression +1 kg 60s",
            ),
            _FRI: (
                "Back squat 4x8 62.5 kg 150s",
                "Leg press 3x10-12 110 kg 90s",
                "Romanian deadlift 3x10 55 kg 90s",
                "Calf raise 4x12-15 40 kg 45s",
            ),
        },
    ),
    "upper": Programme(
        "Upper / Lower",
        8,
        "Gain muscle on four days",
        "Two upper and two lower days; heavy at the start of the week, lighter at its end.",
        {
            _MON: (
                "Bench press 4x6 50 kg 120s",
                "Barbell row 4x6 50 kg 120s",
                "Overhead press 3x8 30 kg 90s",
            ),
            _TUE: (
                "Back squat 4x6 67.5 kg 150s",
                "A1 Leg curl 3x10-12 30 kg double progression +2.5 kg 30s",
                "A2 Plank 3x45 s bodyweight +5 s every week 45s",
            ),
            _THU: (
                "Incline dumbbell press 3x10-12 18 kg 75s",
                "Pull-up 3xAMRAP bodyweight 90s",
                "Dumbbell curl 3x12 9 kg 45s",
            ),
            _FRI: (
                "Deadlift 3x5 85 kg 180s",
                "Walking lunge 3x10/side 12 kg 60s",
                "Calf raise 4x15 40 kg 45s",
            ),
        },
    ),
    "full": Programme(
        "Full Body, Three Days",
        8,
        "Move well and get stronger",
        "Everything once a session, never to failure.",
        {
            _MON: (
                "Goblet squat 3x10 16 kg 75s",
                "Dumbbell bench press 3x10 14 kg 75s",
                "Seated row 3x12 35 kg 60s",
            ),
            _WED: (
                "Deadlift 3x6 55 kg 120s",
                "Push-up 3xAMRAP bodyweight 60s",
                "Lat pulldown 3x12 35 kg 60s",
                "Plank 3x30 s bodyweight 45s",
            ),
            _FRI: (
                "Leg press 3x12 80 kg 75s",
                "Overhead press 3x8 22.5 kg 75s",
                "Dumbbell row 3x10 14 kg 60s",
                "~Stationary bike 12 min",
            ),
        },
    ),
    "lean": Programme(
        "Lean in 8 Weeks",
        8,
        "Lose 5 kg and keep the muscle",
        "Strength twice, conditioning twice, walking in between.",
        {
            _MON: (
                "Goblet squat 4x12 14 kg 60s",
                "Dumbbell bench press 3x12 12 kg 60s",
                "Seated row 3x12 32 kg 60s",
            ),
            _TUE: ("~Incline walk 35 min", "Plank 3x30 s bodyweight 30s"),
            _THU: (
                "Romanian deadlift 3x10 40 kg 75s",
                "Push-up 3xAMRAP bodyweight 60s",
                "Kettlebell swing 5x15 12 kg 45s",
            ),
            _SAT: ("~Rowing machine 20 min", "~Stationary bike 20 min"),
        },
    ),
    "half": Programme(
        "Half Marathon Build",
        12,
        "Finish a half marathon under two hours",
        "Three runs and one day of strength; the long run grows.",
        {
            _TUE: ("~Easy run 6 km", "=Hip flexor stretch 2x45 s"),
            _THU: ("~Intervals 6x800 m 120s", "=Calf stretch 2x45 s"),
            _FRI: (
                "Split squat 3x8/side 10 kg 75s",
                "Single-leg deadlift 3x8/side 8 kg 60s",
                "Calf raise 3x15 30 kg 45s",
            ),
            _SUN: ("~Long run 12 km +1 km every 2 weeks",),
        },
    ),
    "boxing": Programme(
        "Boxing Conditioning",
        8,
        "Fit for three rounds",
        "Rounds on the bag, power, and a trunk that holds.",
        {
            _MON: (
                "~Heavy bag 6x3 min 60s",
                "Medicine ball slam 4x10 8 kg 60s",
                "Push-up 4xAMRAP bodyweight 60s",
            ),
            _WED: (
                "~Skipping rope 5x3 min 45s",
                "Kettlebell swing 4x15 16 kg 60s",
                "Russian twist 3x20 6 kg 45s",
            ),
            _FRI: ("~Heavy bag 8x3 min 60s", "Goblet squat 4x10 18 kg 60s", "Plank 3x60 s bodyweight 45s"),
        },
    ),
    "olympic": Programme(
        "Olympic Lifting Base",
        10,
        "A clean snatch and clean and jerk",
        "Positions first, load second.",
        {
            _MON: ("Power snatch 5x3 30 kg 120s", "Front squat 4x5 50 kg 150s", "Snatch pull 3x4 45 kg 120s"),
            _WED: (
                "Power clean 5x3 45 kg 120s",
                "Push press 4x5 37.5 kg 120s",
                "Hanging leg raise 3x10 bodyweight 60s",
            ),
            _SAT: ("Clean and jerk 6x2 47.5 kg 150s", "Back squat 4x5 65 kg 150s", "=Ankle mobility 2x60 s"),
        },
    ),
    "knee": Programme(
        "Knee Rehab",
        8,
        "Stairs without pain",
        "Range first, then load. Stop at 3 out of 10.",
        {
            _MON: ("=Heel slide 3x12", "Leg extension 3x12 12 kg 60s", "Glute bridge 3x12 bodyweight 60s"),
            _WED: ("~Stationary bike 15 min", "Box step-up 3x8/side bodyweight 60s", "=Calf stretch 2x45 s"),
            _FRI: ("Leg press 3x12 50 kg 75s", "Leg curl 3x12 20 kg 60s", "Wall sit 3x30 s bodyweight 60s"),
        },
    ),
    "postnatal": Programme(
        "Postnatal Return",
        10,
        "Back to lifting, safely",
        "Breath, pelvic floor and trunk before load.",
        {
            _MON: (
                "=Pelvic floor breathing 3x60 s",
                "Glute bridge 3x12 bodyweight 60s",
                "Dead bug 3x8/side bodyweight 45s",
            ),
            _WED: ("~Incline walk 25 min", "Bird dog 3x8/side bodyweight 45s"),
            _FRI: ("Goblet squat 3x10 8 kg 75s", "Seated row 3x12 22 kg 60s", "=Hip flexor stretch 2x45 s"),
        },
    ),
    "core": Programme(
        "Core and Posture",
        8,
        "Sit and stand without back pain",
        "Short sessions, four times a week.",
        {
            _MON: (
                "Dead bug 3x8/side bodyweight 45s",
                "Side plank 3x25 s bodyweight 45s",
                "=Thoracic rotation 2x10/side",
            ),
            _TUE: ("Band pull-apart 3x15 bodyweight 45s", "=Cat-cow 2x60 s"),
            _THU: (
                "Bird dog 3x8/side bodyweight 45s",
                "Glute bridge 3x12 bodyweight 45s",
                "=Hip flexor stretch 2x45 s",
            ),
            _FRI: ("Plank 3x40 s bodyweight 45s", "Face pull 3x15 12 kg 45s"),
        },
    ),
    "senior": Programme(
        "Strong for Life",
        12,
        "Steady on the feet, strong on the stairs",
        "Balance and strength, always with a chair in reach.",
        {
            _TUE: ("Sit-to-stand 3x10 bodyweight 75s", "Seated row 3x12 20 kg 60s", "=Calf stretch 2x30 s"),
            _FRI: ("Leg press 3x12 40 kg 75s", "Chest press machine 3x10 15 kg 75s", "~Incline walk 15 min"),
        },
    ),
    "functional": Programme(
        "Functional Fitness",
        8,
        "Fit for everything else",
        "Carry, push, pull, jump.",
        {
            _MON: (
                "Farmer's carry 4x40 m heavy 75s",
                "Goblet squat 4x10 18 kg 60s",
                "Push-up 3xAMRAP bodyweight 60s",
            ),
            _WED: (
                "Kettlebell swing 5x15 16 kg 60s",
                "Dumbbell row 3x10 18 kg 60s",
                "Box jump 4x5 bodyweight 75s",
            ),
            _SAT: ("Sled push 5x20 m heavy 90s", "Turkish get-up 3x3/side 10 kg 75s", "~Rowing machine 2 km"),
        },
    ),
}
