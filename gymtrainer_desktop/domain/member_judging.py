"""What is to become of each line of a list of members: who is new, who is here, who is on it twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from gymtrainer_desktop.domain.member_import import (
    CheckedLine,
    ExistingPerson,
    ExistingRule,
    ImportedMembers,
    Match,
    MemberCheck,
    MemberField,
    MemberLine,
    Verdict,
    is_same_person,
    person_key,
)


def judge(
    file: ImportedMembers,
    matches: Mapping[int, Sequence[tuple[Match, ExistingPerson]]],
    rule: ExistingRule,
    highest_number: str | None,
) -> MemberCheck:
    """Say what is to become of every line.

    Args:
        file: As read.
        matches: Who is here already and has something in common with a line, by the line's number.
        rule: What happens to people who are here.
        highest_number: Highest all-digit member number of the gym, None without any.

    Returns:
        Every line with its verdict; people without a number get the next ones, in the order of the file.
    """
    judging = _Judging(rule)
    checked = [judging.verdict(line, matches.get(line.line, ())) for line in file.lines]
    checked += [CheckedLine(p.line, p.name, "", Verdict.ERROR, p.reason) for p in file.problems]
    checked.sort(key=lambda one: one.line)
    numbers = [one.member_number for one in checked if one.verdict is Verdict.NEW]
    following = _Counting([*numbers, *([highest_number] if highest_number else [])])
    return MemberCheck(
        tuple(
            replace(one, member_number=following.next())
            if one.verdict is Verdict.NEW and not one.member_number
            else one
            for one in checked
        )
    )


class _Counting:
    """The gym's own counting: one more than the highest all-digit number, as wide as that; 1001 at first."""

    def __init__(self, numbers: Sequence[str]) -> None:
        digits = [n for n in numbers if n.isascii() and n.isdigit() and len(n) <= 15]
        self._last = max(digits, key=int, default="1000")

    def next(self) -> str:
        self._last = str(int(self._last) + 1).zfill(len(self._last))
        return self._last


@dataclass
class _Judging:
    """Goes through a file and remembers who was on it."""

    rule: ExistingRule
    by_number: dict[str, MemberLine] = field(default_factory=dict)
    by_email: dict[str, MemberLine] = field(default_factory=dict)
    by_name: dict[tuple[str, date], MemberLine] = field(default_factory=dict)
    by_id: dict[UUID, MemberLine] = field(default_factory=dict)
    by_person: dict[UUID, MemberLine] = field(default_factory=dict)

    def verdict(self, line: MemberLine, matches: Sequence[tuple[Match, ExistingPerson]]) -> CheckedLine:
        problem, earlier = self._in_file(line)
        if problem:
            return _checked(line, Verdict.ERROR, problem)
        if earlier is not None:
            return _checked(line, Verdict.REPEATED, f"the same person as on line {earlier.line}.")
        problem, person, how = _in_gym(line, matches)
        if problem:
            return _checked(line, Verdict.ERROR, problem)
        if person is not None and (earlier := self.by_person.get(person.id)) is not None:
            return _checked(line, Verdict.REPEATED, f"the same person as on line {earlier.line}.")
        self._remember(line, person)
        if person is None:
            return _checked(line, Verdict.NEW, _namesake(line, matches), line.id)
        return self._of_existing(line, person, how)

    def _in_file(self, line: MemberLine) -> tuple[str, MemberLine | None]:
        """Return what is wrong with a line beside those before it, or the line that is the same person's."""
        if (same := self.by_id.get(line.id)) is not None:
            return "", same
        for what, found in (
            ("member number", self.by_number.get(line.member_number.upper())),
            ("e-mail address", self.by_email.get(line.email.lower())),
        ):
            if found is None:
                continue
            if is_same_person(line.full_name, line.birth_date, found.full_name, found.birth_date):
                return "", found
            return f"line {found.line} ({found.full_name}) has the same {what}.", None
        if line.birth_date is not None:
            return "", self.by_name.get((person_key(line.full_name), line.birth_date))
        return "", None

    def _remember(self, line: MemberLine, person: ExistingPerson | None) -> None:
        self.by_id[line.id] = line
        if line.member_number:
            self.by_number[line.member_number.upper()] = line
        if line.email:
            self.by_email[line.email.lower()] = line
        if line.birth_date is not None:
            self.by_name[person_key(line.full_name), line.birth_date] = line
        if person is not None:
            self.by_person[person.id] = line

    def _of_existing(self, line: MemberLine, person: ExistingPerson, how: str) -> CheckedLine:
        if person.member_number is None:
            return _checked(line, Verdict.ALREADY, f"{person.full_name} works here ({how}).", person.id)
        away = "" if person.is_active else ", no longer active"
        who = f"{person.full_name}, {person.member_number}{away}"
        if line.birth_date and person.birth_date and line.birth_date != person.birth_date:
            how += ", another date of birth"
        fills = tuple(
            field
            for field, here, brought in (
                (MemberField.EMAIL, person.email, line.email),
                (MemberField.PHONE, person.phone, line.phone),
                (MemberField.BIRTH_DATE, person.birth_date, line.birth_date),
            )
            if not here and brought
        )
        shown = replace(line, member_number=person.member_number)
        if self.rule is ExistingRule.SKIP or not fills:
            return _checked(shown, Verdict.ALREADY, f"{who} ({how}).", person.id)
        words = " and ".join(", ".join(_WORDS[f] for f in fills).rsplit(", ", 1))
        return replace(
            _checked(shown, Verdict.FILL, f"{who} ({how}): {words} filled in.", person.id), fills=fills
        )


_WORDS = {
    MemberField.EMAIL: "e-mail",
    MemberField.PHONE: "phone",
    MemberField.BIRTH_DATE: "date of birth",
}
_HOW = {
    Match.KEY: "imported before",
    Match.NUMBER: "same member number",
    Match.EMAIL: "same e-mail",
    Match.NAME: "same name and date of birth",
}


def _in_gym(
    line: MemberLine, matches: Sequence[tuple[Match, ExistingPerson]]
) -> tuple[str, ExistingPerson | None, str]:
    """Return what stands in the way, or who of the people here it is about and how that is known."""
    found: dict[UUID, tuple[Match, ExistingPerson]] = {}
    for match, person in matches:
        if match is Match.KEY:
            return "", person, _HOW[match]
    for match, person in matches:
        if match is Match.NAME:
            if line.birth_date is None or line.birth_date != person.birth_date:
                continue
        elif not is_same_person(line.full_name, line.birth_date, person.full_name, person.birth_date):
            what = "member number" if match is Match.NUMBER else "e-mail address"
            return f"the {what} is {person.full_name}’s already.", None, ""
        found.setdefault(person.id, (match, person))
    if not found:
        return "", None, ""
    (match, person), *others = found.values()
    if others:
        names = " and ".join(f"{p.full_name} ({p.member_number or '—'})" for _, p in found.values())
        return f"this could be {names}.", None, ""
    return "", person, _HOW[match]


def _namesake(line: MemberLine, matches: Sequence[tuple[Match, ExistingPerson]]) -> str:
    for match, person in matches:
        if match is Match.NAME and not (line.birth_date and person.birth_date):
            return f"{person.full_name}, {person.member_number or '—'}, has the same name."
    return ""


def _checked(line: MemberLine, verdict: Verdict, reason: str, person_id: UUID | None = None) -> CheckedLine:
    return CheckedLine(line.line, line.full_name, line.member_number, verdict, reason, person_id)
