from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gymtrainer_desktop.domain import progression
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import PROGRESSION_LIMIT, DraftExercise
from gymtrainer_desktop.domain.progression import (
    NO_DELOAD,
    STANDARD_STEPS,
    Deload,
    LoadSteps,
    Progression,
    ProgressionKind,
    WeekTarget,
    check_progression,
    format_resolved,
    format_target,
    planned_weeks,
    reached_by,
    read_progression,
    resolve_weight,
    resolve_weights,
)
from gymtrainer_desktop.domain.target_steps import add_weight
from gymtrainer_desktop.domain.targets import (
    WeightTarget,
    WeightTargetKind,
    check_reps,
    check_weight_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit, clean_weight, to_kg
from tests.unit.progression_examples import deloads, durations, every, rules, steps, targets

WEIGHT, PERCENT, REPS = ProgressionKind.WEIGHT, ProgressionKind.PERCENT, ProgressionKind.REPS
SETS, DOUBLE = ProgressionKind.SETS, ProgressionKind.DOUBLE


def weeks_of(
    base: WeekTarget,
    rule: str,
    deload: Deload = NO_DELOAD,
    weeks: int = 6,
    load_steps: LoadSteps = STANDARD_STEPS,
) -> tuple[WeekTarget, ...]:
    """All weeks, also where each is the base."""
    return planned_weeks(base, rule, deload, weeks, load_steps) or (base,) * weeks


def shown(base: WeekTarget, rule: str, deload: Deload = NO_DELOAD, weeks: int = 6) -> list[str]:
    return [format_target(one) for one in weeks_of(base, rule, deload, weeks)]


@pytest.mark.parametrize(
    ("text", "rule", "canonical"),
    [
        ("+2.5 kg", Progression(WEIGHT, Decimal("2.5"), Unit.KG), "+2.5 kg every week"),
        ("+2.5kg/week", Progression(WEIGHT, Decimal("2.5"), Unit.KG), "+2.5 kg every week"),
        ("2,5 kg every week", Progression(WEIGHT, Decimal("2.5"), Unit.KG), "+2.5 kg every week"),
        ("add 5 lbs a week", Progression(WEIGHT, Decimal(5), Unit.LB), "+5 lb every week"),
        ("+5 lb every 2 weeks", Progression(WEIGHT, Decimal(5), Unit.LB, 2), "+5 lb every 2 weeks"),
        ("+5 lb every other week", Progression(WEIGHT, Decimal(5), Unit.LB, 2), "+5 lb every 2 weeks"),
        ("+5 LB / 3 WKS", Progression(WEIGHT, Decimal(5), Unit.LB, 3), "+5 lb every 3 weeks"),
        ("-2.5 kg weekly", Progression(WEIGHT, Decimal("-2.5"), Unit.KG), "-2.5 kg every week"),
        ("− 1 kg", Progression(WEIGHT, Decimal(-1), Unit.KG), "-1 kg every week"),
        ("+2.5%", Progression(PERCENT, Decimal("2.5")), "+2.5% every week"),
        ("+1 rep", Progression(REPS, Decimal(1)), "+1 rep every week"),
        ("+2 reps per week", Progression(REPS, Decimal(2)), "+2 reps every week"),
        ("+1 set every 3 weeks", Progression(SETS, Decimal(1), None, 3), "+1 set every 3 weeks"),
        ("+1 set every 3rd week", Progression(SETS, Decimal(1), None, 3), "+1 set every 3 weeks"),
        ("+5 s", Progression(REPS, Decimal(5), None, 1, "s"), "+5 s every week"),
        ("+5 sec/week", Progression(REPS, Decimal(5), None, 1, "s"), "+5 s every week"),
        ("+2 min", Progression(REPS, Decimal(2), None, 1, "min"), "+2 min every week"),
        ("+100 m", Progression(REPS, Decimal(100), None, 1, "m"), "+100 m every week"),
        ("+0.5 km every 2 weeks", Progression(REPS, Decimal("0.5"), None, 2, "km"), "+0.5 km every 2 weeks"),
        ("double", Progression(DOUBLE, Decimal(0)), "double progression"),
        ("Double progression", Progression(DOUBLE, Decimal(0)), "double progression"),
        ("double +5 lb", Progression(DOUBLE, Decimal(5), Unit.LB), "double progression +5 lb"),
        ("double progression +2.5%", Progression(DOUBLE, Decimal("2.5")), "double progression +2.5%"),
        (
            "double progression +2.5 kg every 2 weeks",
            Progression(DOUBLE, Decimal("2.5"), Unit.KG, 2),
            "double progression +2.5 kg every 2 weeks",
        ),
        (
            "8-12 then +2.5 kg",
            Progression(DOUBLE, Decimal("2.5"), Unit.KG, 1, "", 8, 12),
            "8-12 then +2.5 kg",
        ),
        ("double 8 to 12", Progression(DOUBLE, Decimal(0), None, 1, "", 8, 12), "double progression 8-12"),
    ],
)
def test_rules_as_trainers_write_them(text: str, rule: Progression, canonical: str) -> None:
    assert read_progression(text) == rule
    assert rule.text == canonical
    assert read_progression(canonical) == rule


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("more", "cannot be read"),
        ("+2.5 stones", "cannot be read"),
        ("+2.5 kg every day", "cannot be read"),
        ("kg", "cannot be read"),
        ("+2.5", "Say what grows"),
        ("+0 kg", "changes nothing"),
        ("+1.255 kg", "two decimals"),
        ("+1.5 reps", "whole number"),
        ("+0.5 sets", "whole number"),
        ("+1.01 min", "whole number"),
        ("+2.5 kg every 0 weeks", "every 1 to 104 weeks"),
        ("+2.5 kg every 105 weeks", "every 1 to 104 weeks"),
        ("+9999 kg", "at most 2000 kg"),
        ("+101%", "at most 100%"),
        ("+51 sets", "at most 50 sets"),
        ("+1001 reps", "at most 1000 reps"),
        ("+25 h", "at most a day"),
        ("+1001 km", "1,000 km"),
        ("double +1 rep", "weight grows"),
        ("double -2.5 kg", "grows"),
        ("double +5", "weight grows"),
        ("12-8 then +2.5 kg", "low to high"),
        ("0-8 then +2.5 kg", "low to high"),
    ],
)
def test_what_is_no_rule_is_said_in_words_with_an_example(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        read_progression(text)
    assert caught.value.field == "progression"
    assert caught.value.message.endswith(".")


def test_a_bare_number_is_of_the_unit_that_is_meant() -> None:
    assert read_progression("  ") is None
    assert read_progression("+2.5", Unit.KG) == Progression(WEIGHT, Decimal("2.5"), Unit.KG)
    assert read_progression("double +5", Unit.LB) == Progression(DOUBLE, Decimal(5), Unit.LB)
    # Of an exercise it is the unit of its weight.
    assert shown(WeekTarget(5, "5", "135 lb"), "+5", weeks=2) == ["5 × 5 · 135 lb", "5 × 5 · 140 lb"]
    with pytest.raises(UserError, match="Say what grows"):
        check_progression(WeekTarget(5, "5", "80%"), "+5")


@given(rules)
def test_a_rule_as_shown_reads_as_the_same_rule(rule: Progression) -> None:
    assert read_progression(rule.text) == rule
    assert len(rule.text) <= PROGRESSION_LIMIT


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[+-]?[0-9.]{1,4} ?(kg|lb|%|reps?|sets?|m|s)? ?(every|/)? ?[0-9]? ?(weeks?)?", fullmatch=True)))  # fmt: skip
@example("+٣ kg")
@example("+1e5 kg")
@example("+" + "9" * 59)
def test_any_text_is_a_rule_or_refused_in_words(text: str) -> None:
    try:
        rule = read_progression(text, Unit.KG)
    except UserError as error:
        assert error.field == "progression" and error.message.endswith(".")
        return
    assert (rule is None) == (not text.split())
    if rule is not None:
        assert read_progression(rule.text) == rule


KG = WeekTarget(4, "8", "60 kg")


@pytest.mark.parametrize(
    ("base", "rule", "weeks"),
    [
        (KG, "+2.5 kg", "60 kg, 62.5 kg, 65 kg, 67.5 kg"),
        (KG, "+1 kg every 2 weeks", "60 kg, 60 kg, 61 kg, 61 kg"),
        (WeekTarget(5, "5", "135 lb"), "+5 lb", "135 lb, 140 lb, 145 lb, 150 lb"),
        (WeekTarget(5, "5", "61 kg"), "+2.5%", "61 kg, 62.5 kg, 65 kg, 67.5 kg"),
        (WeekTarget(5, "5", "200 kg"), "+2.5%", "200 kg, 205 kg, 210 kg, 215 kg"),
        (WeekTarget(5, "5", "20 kg"), "-5%", "20 kg, 17.5 kg, 15 kg, 12.5 kg"),
        (WeekTarget(5, "5", "80%"), "+2.5%", "80%, 82.5%, 85%, 87.5%"),
        (WeekTarget(5, "5", "70% 1RM"), "+5%", "70% 1RM, 75%, 80%, 85%"),
        (WeekTarget(3, "8", "BW+10 kg"), "+2.5 kg", "BW+10 kg, BW+12.5 kg, BW+15 kg, BW+17.5 kg"),
        (WeekTarget(3, "8", "BW-5 kg"), "+2.5 kg", "BW-5 kg, BW-2.5 kg, BW+0 kg, BW+2.5 kg"),
        (WeekTarget(3, "8", "BW+5 kg"), "-2.5 kg", "BW+5 kg, BW+2.5 kg, BW+0 kg, BW+0 kg"),
        (WeekTarget(3, "8", "5 kg"), "-2.5 kg", "5 kg, 2.5 kg, 2.5 kg, 2.5 kg"),
        (WeekTarget(3, "8", "1995 kg"), "+2.5 kg", "1995 kg, 1997.5 kg, 2000 kg, 2000 kg"),
        (WeekTarget(3, "8", "4405 lb"), "+5 lb", "4405 lb, 4409.24 lb, 4409.24 lb, 4409.24 lb"),
        (WeekTarget(3, "8", "195%"), "+2.5%", "195%, 197.5%, 200%, 200%"),
        (
            WeekTarget(3, "8", "60, 65, 70 kg"),
            "+2.5 kg",
            "60, 65, 70 kg; 62.5/67.5/72.5 kg; 65/70/75 kg; 67.5/72.5/77.5 kg",
        ),
        (
            WeekTarget(3, "8", "bw, bw+5 kg"),
            "+2.5 kg",
            "bw, bw+5 kg; bodyweight, BW+7.5 kg; bodyweight, BW+10 kg; bodyweight, BW+12.5 kg",
        ),
    ],
)
def test_how_weights_grow(base: WeekTarget, rule: str, weeks: str) -> None:
    texts = weeks.split("; ") if ";" in weeks else weeks.split(", ")
    assert [one.weight for one in weeks_of(base, rule, weeks=4)] == texts


@pytest.mark.parametrize(
    ("reps", "rule", "weeks"),
    [
        ("8", "+1 rep", "8; 9; 10; 11"),
        ("8-12", "+2 reps every 2 weeks", "8-12; 8-12; 10-14; 10-14"),
        ("8 reps", "+1 rep", "8 reps; 9; 10; 11"),
        ("8/side", "+1 rep", "8/side; 9/side; 10/side; 11/side"),
        ("8-10 per leg", "+1 rep", "8-10 per leg; 9-11 per leg; 10-12 per leg; 11-13 per leg"),
        ("3", "-1 rep", "3; 2; 1; 1"),
        ("998-999", "+1 rep", "998-999; 999-1000; 1000-1000; 1000-1000"),
        ("10, 8, 6", "+1 rep", "10, 8, 6; 11/9/7; 12/10/8; 13/11/9"),
        ("8/8/AMRAP", "+1 rep", "8/8/AMRAP; 9/9/AMRAP; 10/10/AMRAP; 11/11/AMRAP"),
        ("45s", "+5 s", "45s; 50 s; 55 s; 60 s"),
        ("1:30", "+20 s", "1:30; 1:50; 2:10; 2:30"),
        ("1 min", "+15 s", "1 min; 1:15; 1:30; 1:45"),
        ("30 min", "+2 min", "30 min; 32 min; 34 min; 36 min"),
        ("1 h", "+30 min", "1 h; 90 min; 120 min; 150 min"),
        ("30, 45 s", "+5 s", "30, 45 s; 35/50 s; 40/55 s; 45/60 s"),
        ("2 km", "+100 m", "2 km; 2.1 km; 2.2 km; 2.3 km"),
        ("400m", "+0.1 km", "400m; 500 m; 600 m; 700 m"),
        ("1,5 miles", "+0.25 mi", "1,5 miles; 1.75 miles; 2 miles; 2.25 miles"),
        ("999.9 km", "+100 m", "999.9 km; 1000 km; 1000 km; 1000 km"),
    ],
)
def test_how_reps_times_and_distances_grow(reps: str, rule: str, weeks: str) -> None:
    assert [one.reps for one in weeks_of(WeekTarget(3, reps, ""), rule, weeks=4)] == weeks.split("; ")


def test_how_sets_grow() -> None:
    assert [one.sets for one in weeks_of(WeekTarget(3, "8", ""), "+1 set every 2 weeks")] == [
        3,
        3,
        4,
        4,
        5,
        5,
    ]
    assert [one.sets for one in weeks_of(WeekTarget(48, "8", ""), "+1 set")] == [48, 49, 50, 50, 50, 50]
    assert [one.sets for one in weeks_of(WeekTarget(3, "8", ""), "-1 set")] == [3, 2, 1, 1, 1, 1]


def test_double_progression_adds_reps_first_and_weight_at_the_top() -> None:
    base = WeekTarget(3, "8-10", "60 kg")
    grown = ["3 × 8 · 60 kg", "3 × 9 · 60 kg", "3 × 10 · 60 kg", "3 × 8 · 62.5 kg", "3 × 9 · 62.5 kg"]
    assert shown(base, "double", weeks=5) == grown
    assert shown(base, "double progression +2.5 kg", weeks=5) == grown
    assert shown(WeekTarget(3, "9", "60 kg"), "8-10 then +2.5 kg", weeks=4) == grown[1:]
    assert shown(WeekTarget(3, "", "60 kg"), "8-10 then +2.5 kg", weeks=5) == grown
    assert shown(base, "double every 2 weeks", weeks=5) == [grown[0], grown[0], grown[1], grown[1], grown[2]]
    assert shown(WeekTarget(2, "5-6/side", "70%"), "double +5%", weeks=3) == [
        "2 × 5/side · 70%",
        "2 × 6/side · 70%",
        "2 × 5/side · 75%",
    ]
    # Nothing can be added any more: the reps stay at the top.
    assert shown(WeekTarget(1, "5-6", "2000 kg"), "double", weeks=4)[1:] == ["1 × 6 · 2000 kg"] * 3
    # The gym's own step.
    small = LoadSteps(Decimal(1), Decimal(2))
    assert planned_weeks(WeekTarget(1, "5-6", "20 kg"), "double", NO_DELOAD, 3, small)[2].weight == "21 kg"


def test_weeks_that_ask_for_less() -> None:
    assert shown(KG, "+2.5 kg", Deload((4,)), 6) == [
        "4 × 8 · 60 kg",
        "4 × 8 · 62.5 kg",
        "4 × 8 · 65 kg",
        "2 × 8 · 57.5 kg",
        "4 × 8 · 67.5 kg",
        "4 × 8 · 70 kg",
    ]
    assert shown(KG, "", Deload((2,)), 3) == ["4 × 8 · 60 kg", "2 × 8 · 55 kg", "4 × 8 · 60 kg"]
    # The first week cut: the second is the first normal one.
    assert shown(KG, "+2.5 kg", Deload((1,)), 3) == ["2 × 8 · 55 kg", "4 × 8 · 60 kg", "4 × 8 · 62.5 kg"]
    # Steps stay in the weeks 1, 4, 7; what was due in a lighter week is taken after it.
    rule = "+2.5 kg every 3 weeks"
    weights = [one.weight for one in weeks_of(KG, rule, Deload((2,), 50, 100), 7)]
    assert weights == ["60 kg", "60 kg", "60 kg", "62.5 kg", "62.5 kg", "62.5 kg", "65 kg"]
    weights = [one.weight for one in weeks_of(KG, rule, Deload((4,), 50, 100), 7)]
    assert weights == ["60 kg", "60 kg", "60 kg", "60 kg", "62.5 kg", "62.5 kg", "65 kg"]


@pytest.mark.parametrize(
    ("base", "left"),
    [
        (WeekTarget(3, "8", "60 kg"), WeekTarget(2, "8", "55 kg")),
        (WeekTarget(1, "8", "2 kg"), WeekTarget(1, "8", "2 kg")),
        (WeekTarget(5, "8", "135 lb"), WeekTarget(3, "8", "120 lb")),
        (WeekTarget(4, "8", "77.5%"), WeekTarget(2, "8", "70%")),
        (WeekTarget(4, "8", "BW+10 kg"), WeekTarget(2, "8", "BW+10 kg")),
        (WeekTarget(4, "8", "BW+20 kg"), WeekTarget(2, "8", "BW+17.5 kg")),
        (WeekTarget(4, "8", "BW-20 kg"), WeekTarget(2, "8", "BW-20 kg")),
        (WeekTarget(4, "8", "RPE 8"), WeekTarget(2, "8", "RPE 8")),
        (WeekTarget(None, "2 km", ""), WeekTarget(None, "2 km", "")),
        (WeekTarget(3, "10, 8, 6", "60, 70, 80 kg"), WeekTarget(2, "10/8", "55/62.5 kg")),
        (WeekTarget(2, "10, 8", "60, 70 kg"), WeekTarget(1, "10", "55 kg")),
    ],
)
def test_what_is_left_in_a_lighter_week(base: WeekTarget, left: WeekTarget) -> None:
    assert weeks_of(base, "", Deload((1,)), 1)[0] == left


def test_where_every_week_is_the_same_there_is_nothing_to_store() -> None:
    assert planned_weeks(KG, "", NO_DELOAD, 12, STANDARD_STEPS) == ()
    assert planned_weeks(KG, "+2.5 kg", NO_DELOAD, 1, STANDARD_STEPS) == ()
    assert planned_weeks(KG, "", Deload((3,), 100, 100), 12, STANDARD_STEPS) == ()


@pytest.mark.parametrize(
    ("base", "rule", "says"),
    [
        (KG, "+5 lb", "The weight is in kg"),
        (WeekTarget(3, "8", "bodyweight"), "+2.5 kg", "Body weight has no weight"),
        (WeekTarget(3, "8-12", "bodyweight"), "double", "Body weight has no weight"),
        (WeekTarget(3, "8", ""), "+2.5 kg", "no weight that could grow"),
        (WeekTarget(3, "8", "60%"), "+2.5 kg", "grows by percent"),
        (WeekTarget(3, "8", "BW+10 kg"), "+5%", "grows by weight"),
        (WeekTarget(3, "8", "heavy"), "+2.5 kg", "is no weight"),
        (WeekTarget(3, "8", "135"), "+2.5 kg", "is no weight"),
        (WeekTarget(3, "8", "RPE 8"), "+2.5%", "is no percentage"),
        (WeekTarget(3, "AMRAP", "60 kg"), "+1 rep", "AMRAP"),
        (WeekTarget(3, "45 s", ""), "+1 rep", "45 s"),
        (WeekTarget(3, "8", ""), "+5 s", "needs a time"),
        (WeekTarget(3, "8", ""), "+100 m", "needs a distance"),
        (WeekTarget(3, "1 mi", ""), "+100 m", "The distance is in mi"),
        (WeekTarget(3, "", "60 kg"), "+1 rep", "needs reps"),
        (WeekTarget(None, "8", ""), "+1 set", "no number of sets"),
        (WeekTarget(3, "8", "60 kg"), "double", "range of reps"),
        (WeekTarget(3, "8-12", "60 kg"), "6-10 then +2.5 kg", "from 6 to 10"),
        (WeekTarget(3, "20", "60 kg"), "8-12 then +2.5 kg", "from 8 to 12"),
        (WeekTarget(3, "8-12", "60 kg, 135 lb"), "double", "Say what"),
        (WeekTarget(3, "8", "2.5 kg"), "-2.5 kg", "leave nothing"),
        (WeekTarget(3, "8", "2 kg"), "-5%", "leave nothing"),
        (WeekTarget(1, "8", "2 kg"), "-1 set", "leave nothing"),
        (WeekTarget(3, "1", "2 kg"), "-1 rep", "leave nothing"),
        (WeekTarget(3, "5 s", ""), "-5 s", "leave nothing"),
        (WeekTarget(3, "100 m", ""), "-100 m", "leave nothing"),
    ],
)
def test_a_rule_that_cannot_be_followed_says_why(base: WeekTarget, rule: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        check_progression(base, rule)
    assert caught.value.field == "progression"
    assert caught.value.message.endswith(".")


def allowed(base: WeekTarget, rule: Progression) -> None:
    """Go on only with a rule which this target can follow."""
    try:
        check_reps(base.reps)
        check_weight_target(base.weight)
        check_progression(base, rule.text)
    except UserError:
        assume(False)


def values(weight: str) -> list[Decimal]:
    target = read_weight_target(weight)
    return [one.value for one in (target.each or (target,)) if one.value is not None] if target else []


@given(targets, rules, deloads, durations, steps)
def test_every_week_of_a_plan_can_be_asked_for(
    base: WeekTarget, rule: Progression, deload: Deload, duration: int, load_steps: LoadSteps
) -> None:
    allowed(base, rule)
    weeks = planned_weeks(base, rule.text, deload, duration, load_steps)
    assert len(weeks) in (0, duration)
    for one in weeks:
        assert check_reps(one.reps) == one.reps
        assert check_weight_target(one.weight) == one.weight
        assert (one.sets is None) == (base.sets is None)
        assert one.sets is None or 1 <= one.sets <= 50
        if one.weight != base.weight:
            assert all(value == clean_weight(value) for value in values(one.weight))
    normal = [one for number, one in enumerate(weeks, 1) if number not in deload.weeks]
    if normal and rule.kind is not DOUBLE:
        assert normal[0] == base


@given(targets, rules, st.integers(2, 40), steps)
def test_what_is_shown_is_what_the_next_week_comes_from(
    base: WeekTarget, rule: Progression, duration: int, load_steps: LoadSteps
) -> None:
    allowed(base, rule)
    assume(rule.kind is not DOUBLE or rule.low is not None)
    weeks = weeks_of(base, rule.text, NO_DELOAD, duration, load_steps)
    for done in range(0, duration, rule.every_weeks):
        assert weeks_of(weeks[done], rule.text, NO_DELOAD, duration - done, load_steps) == weeks[done:]


@given(targets, rules, deloads, st.integers(2, 40), steps)
def test_a_lighter_week_raises_nothing_and_moves_no_step(
    base: WeekTarget, rule: Progression, deload: Deload, duration: int, load_steps: LoadSteps
) -> None:
    allowed(base, rule)
    weeks = weeks_of(base, rule.text, deload, duration, load_steps)
    plain = weeks_of(base, rule.text, NO_DELOAD, duration, load_steps)
    before: WeekTarget | None = None
    for number, one in enumerate(weeks, 1):
        if number in deload.weeks:
            if before is not None:
                assert one.sets is None or before.sets is None or one.sets <= before.sets
                assert all(
                    new <= old for new, old in zip(values(one.weight), values(before.weight), strict=False)
                )
            continue
        if before is not None and number - 1 not in deload.weeks and one != before:
            assert (number - 1) % rule.every_weeks == 0
        before = one
    if rule.every_weeks == 1:
        normal = [one for number, one in enumerate(weeks, 1) if number not in deload.weeks]
        assert normal == list(plain[: len(normal)])


@given(targets, rules, st.integers(2, 60), steps)
def test_a_rule_upwards_never_goes_down_and_a_rule_downwards_never_up(
    base: WeekTarget, rule: Progression, duration: int, load_steps: LoadSteps
) -> None:
    allowed(base, rule)
    assume(rule.kind in (WEIGHT, PERCENT))
    grown = [values(one.weight) for one in weeks_of(base, rule.text, NO_DELOAD, duration, load_steps)]
    for one, after in pairwise(grown):
        for old, new in zip(one, after, strict=True):
            assert (
                clean_weight(new) >= clean_weight(old)
                if rule.step > 0
                else clean_weight(new) <= clean_weight(old)
            )


@given(st.decimals(min_value=1, max_value=1000, places=2), st.sampled_from(Unit), st.integers(1, 20), steps)
def test_a_step_of_percent_is_one_that_can_be_loaded(
    value: Decimal, unit: Unit, percent: int, load_steps: LoadSteps
) -> None:
    week = weeks_of(WeekTarget(1, "5", f"{value} {unit.value}"), f"+{percent}%", NO_DELOAD, 2, load_steps)[1]
    grown = values(week.weight)[0]
    step = load_steps.of(unit)
    assert grown % step == 0
    assert grown > value
    # The nearest that can be loaded, or the next one where the nearest is no step up.
    assert abs(grown - value * (100 + percent) / 100) <= step


@given(targets, every, durations)
def test_without_a_rule_every_week_is_the_first(base: WeekTarget, n: int, duration: int) -> None:
    assert planned_weeks(base, "", Deload((n,), 100, 100), duration, STANDARD_STEPS) == ()


def test_percentages_stand_for_weights_in_the_readers_unit() -> None:
    most = Decimal(115)
    assert resolve_weight("80%", most, Unit.KG, STANDARD_STEPS) == Decimal("92.5")
    assert resolve_weight("80% of max", most, Unit.LB, STANDARD_STEPS) == Decimal(205)
    assert resolve_weight("1%", most, Unit.KG, STANDARD_STEPS) == Decimal("2.5")
    assert resolve_weight("80%", None, Unit.KG, STANDARD_STEPS) is None
    assert resolve_weight("60 kg", most, Unit.KG, STANDARD_STEPS) is None
    assert resolve_weight("65/75/85%", most, Unit.KG, STANDARD_STEPS) is None
    assert resolve_weights("65/75/85%", most, Unit.KG, STANDARD_STEPS) == (
        75,
        Decimal("87.5"),
        Decimal("97.5"),
    )
    assert resolve_weights("60/65 kg", most, Unit.KG, STANDARD_STEPS) == ()
    assert format_resolved("80%", most, Unit.KG, STANDARD_STEPS) == "80% ≈ 92.5 kg"
    assert format_resolved("65/75/85%", most, Unit.KG, STANDARD_STEPS) == "65/75/85% ≈ 75/87.5/97.5 kg"
    assert format_resolved("80%", None, Unit.KG, STANDARD_STEPS) == "80%"
    assert format_resolved("bodyweight", most, Unit.KG, STANDARD_STEPS) == "bodyweight"


@given(st.integers(1, 200), st.decimals(min_value=1, max_value=500, places=2), st.sampled_from(Unit), steps)
def test_a_percentage_is_at_most_half_a_step_off(
    percent: int, maximum: Decimal, unit: Unit, load_steps: LoadSteps
) -> None:
    resolved = resolve_weight(f"{percent}%", maximum, unit, load_steps)
    assert resolved is not None
    step = load_steps.of(unit)
    assert resolved % step == 0 and resolved >= step
    exact = maximum * percent / 100
    assert resolved == step or abs(to_kg(resolved, unit) - exact) <= to_kg(step, unit) / 2 + Decimal("1e-9")


@given(st.text(max_size=60), st.one_of(st.none(), st.decimals(min_value=0, max_value=500, places=2)))
def test_any_weight_is_resolved_or_left(text: str, maximum: Decimal | None) -> None:
    resolved = resolve_weight(text, maximum, Unit.KG, STANDARD_STEPS)
    target = read_weight_target(text)
    percent = isinstance(target, WeightTarget) and target.kind is WeightTargetKind.PERCENT
    assert (resolved is not None) == (percent and bool(maximum))


def test_lighter_weeks_in_order_and_within_the_plan() -> None:
    assert Deload((8, 4, 4, 13), 60, 80).checked(12) == Deload((4, 8), 60, 80)
    for wrong in (Deload((0,)), Deload((4,), 5), Deload((4,), 50, 101), Deload(tuple(range(1, 54)))):
        with pytest.raises(UserError) as caught:
            wrong.checked(104)
        assert caught.value.field == "deload"


def test_a_list_at_its_limit_stays() -> None:
    assert [one.weight for one in weeks_of(WeekTarget(2, "8", "2000, 2000 kg"), "+5 kg", weeks=2)] == [
        "2000, 2000 kg",
        "2000, 2000 kg",
    ]
    # No longer text than can be stored.
    full = WeekTarget(13, "9/9/9/9/9/9/9/9/9/9/9/9/999", "")
    assert [one.reps for one in weeks_of(full, "+100 reps", weeks=2)] == [full.reps, full.reps]


def test_a_gym_without_a_step_rounds_to_hundredths() -> None:
    free = LoadSteps(Decimal(0), Decimal(0))
    assert resolve_weight("33%", Decimal(100), Unit.LB, free) == Decimal("72.75")


def test_an_exercise_is_not_written_with_a_rule_that_it_cannot_follow() -> None:
    bench = DraftExercise(
        UUID(int=1), Weekday.MONDAY, "Bench press", 3, "8", "60 kg", progression=" +2.5  kg "
    )
    assert bench.checked().progression == "+2.5 kg"
    for wrong in ("+5 lb", "more", "+5 s"):
        with pytest.raises(UserError) as caught:
            replace(bench, progression=wrong).checked()
        assert caught.value.field == "progression"


def test_numbers_changed_in_a_later_week_count_from_there() -> None:
    base = WeekTarget(4, "8", "60 kg")
    weeks = planned_weeks(base, "+2.5 kg", Deload((7,), 50, 90), 9, STANDARD_STEPS, 5)
    assert [week.weight for week in weeks] == [
        *("60 kg",) * 5,
        "62.5 kg",
        "57.5 kg",
        "65 kg",
        "67.5 kg",
    ]
    assert planned_weeks(base, "", Deload(), 9, STANDARD_STEPS, 5) == ()


@given(targets, rules, deloads, st.integers(1, 20), st.integers(1, 20))
def test_an_exercise_goes_on_from_what_it_has_reached(
    base: WeekTarget, rule: Progression, deload: Deload, from_week: int, week: int
) -> None:
    """Taken up again in a normal week with nothing changed, the weeks that follow are those that were planned."""
    allowed(base, rule)
    before = planned_weeks(base, rule.text, deload, 24, STANDARD_STEPS, from_week) or (base,) * 24
    reached, going_on = reached_by(base, rule.text, deload, 24, STANDARD_STEPS, from_week, week)
    assume(week >= from_week and week not in deload.weeks)
    assert reached == before[week - 1]
    after = planned_weeks(reached, going_on, deload, 24, STANDARD_STEPS, week) or (reached,) * 24
    assert after[week - 1] == reached
    if (week - from_week) % rule.every_weeks == 0 and not set(range(from_week, week)) & set(deload.weeks):
        assert after[week - 1 :] == before[week - 1 :]


@example(WeekTarget(3, "5", "1.5%"), Progression(PERCENT, Decimal(-1), None, 1), NO_DELOAD, 1, 2)
@given(targets, rules, deloads, st.integers(1, 30), st.integers(1, 30))
def test_an_exercise_taken_up_in_a_later_week_can_be_written(
    base: WeekTarget, rule: Progression, deload: Deload, from_week: int, week: int
) -> None:
    allowed(base, rule)
    one = DraftExercise(
        UUID(int=1), Weekday.MONDAY, "Squat", base.sets, base.reps, base.weight, progression=rule.text
    )
    later = replace(one, from_week=from_week).as_of(week, deload, 24, STANDARD_STEPS)
    assert later.from_week == max(week, from_week)
    if week > from_week:
        assert later.checked().progression == later.progression


def test_no_step_is_taken_anew_for_other_deload_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of 280 exercises and 104 weeks answers at once when a week becomes a deload."""
    taken: list[str] = []

    def add(text: str, step: Decimal, unit: Unit) -> str:
        taken.append(text)
        return add_weight(text, step, unit)

    monkeypatch.setattr(progression, "add_weight", add)
    base = WeekTarget(3, "5", "41.25 kg")
    plain = planned_weeks(base, "+1.25 kg", NO_DELOAD, 104, STANDARD_STEPS)
    assert len(taken) >= 103 and plain[-1].weight == "170 kg"
    taken.clear()
    light = planned_weeks(base, "+1.25 kg", Deload((5, 9), 50, 90), 104, STANDARD_STEPS)
    assert taken == [] and light[-1] == plain[-3]
