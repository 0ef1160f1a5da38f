"""Which column of a list of members is what: guessed from the words above it and from what is in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gymtrainer_desktop.domain.member_import import ColumnGuess, Confidence, MemberField
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.member_values import looks_like_date, optional, weight_unit
from gymtrainer_desktop.importers.member_words import BARE_NAMES, GENERIC, KNOWN, NOISE, OTHERS
from gymtrainer_desktop.importers.text_files import TextRecord

_HEADER_WITHIN = 20
"""Records among which the names of the columns are looked for."""
_SAMPLE = 200
"""Values of a column that are looked at."""

_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+(]?\d[\d\s()./\-]{5,24}", re.ASCII)
_NUMBER = re.compile(r"#?[A-Za-z]{0,4}[- ]?\d{1,12}(?:[.,]0)?", re.ASCII)


def find_header(rows: Sequence[TextRecord]) -> int | None:
    """Return which of the first rows holds the names of the columns; None when none does."""
    first = rows[:_HEADER_WITHIN]
    hits = [sum(_by_header(value)[1] > 0 for value in row.values) for row in first]
    most = max(hits, default=0)
    if most >= 2:
        return hits.index(most)
    if most == 1:
        place = hits.index(1)
        filled = sum(bool(value.strip()) for value in first[place].values)
        following = rows[place + 1 : place + 2]
        if following and (filled > 1 or len(following[0].values) == 1):
            return place
    return 0 if _reads_like_names(rows) else None


def _reads_like_names(rows: Sequence[TextRecord]) -> bool:
    """Whether the first row, of words that are not known, still differs from those below as a header does."""
    if len(rows) < 2:
        return False
    head = [value.strip() for value in rows[0].values]
    if len(head) < 2 or not all(head) or len(set(head)) < len(head):
        return False
    if any(any(c.isdigit() or c == "@" for c in value) for value in head):
        return False
    below = [value for row in rows[1:_HEADER_WITHIN] for value in row.values]
    return any(any(c.isdigit() or c == "@" for c in value) for value in below)


def guess(names: Sequence[str], rows: Sequence[TextRecord]) -> tuple[ColumnGuess, ...]:
    """Return what each column seems to be, every field at most once.

    Args:
        names: Of the columns; empty where the file names none.
        rows: Below the names.
    """
    columns = [_Column.of(place, name, rows) for place, name in enumerate(names)]
    rated = [
        (rating, column, field)
        for column in columns
        for field, rating in column.ratings()
        if rating >= _WORTH_SAYING
    ]
    # Of two that are named as well, the one with more in it.
    rated.sort(key=lambda one: (-one[0] - 0.05 * one[1].filled, one[1].place))
    chosen: dict[int, tuple[MemberField, float]] = {}
    for rating, column, field in rated:
        if column.place not in chosen and field not in (taken for taken, _ in chosen.values()):
            chosen[column.place] = (field, rating)
    _settle_names(chosen, columns, rows)
    return tuple(
        ColumnGuess(chosen[place][0], _confidence(chosen[place][1])) if place in chosen else ColumnGuess(None)
        for place in range(len(names))
    )


_ENOUGH = 5
_WORTH_SAYING = 0.35
_SURE = 0.85
_LIKELY = 0.55


def _confidence(rating: float) -> Confidence:
    if rating >= _SURE:
        return Confidence.SURE
    return Confidence.LIKELY if rating >= _LIKELY else Confidence.UNSURE


def _settle_names(
    chosen: dict[int, tuple[MemberField, float]], columns: Sequence[_Column], rows: Sequence[TextRecord]
) -> None:
    """Make one whole of the columns of names: "Name" beside "Vorname" is the last name."""
    place = {field: column for column, (field, _) in chosen.items()}
    full = place.get(MemberField.FULL_NAME)
    first, last = place.get(MemberField.FIRST_NAME), place.get(MemberField.LAST_NAME)
    if full is None or (first is None and last is None):
        return
    if first is not None and last is not None:
        del chosen[full]
        return
    part = first if first is not None else last
    assert part is not None
    if columns[full].plain in BARE_NAMES and not _holds(rows, full, part):
        other = MemberField.LAST_NAME if first is not None else MemberField.FIRST_NAME
        chosen[full] = (other, chosen[full][1])
    else:
        del chosen[part]


def _holds(rows: Sequence[TextRecord], whole: int, part: int) -> bool:
    """Whether one column mostly says again what another one says."""
    pairs = [(_at(row, whole).casefold(), _at(row, part).casefold()) for row in rows[:_SAMPLE]]
    pairs = [(one, other) for one, other in pairs if one and other]
    return bool(pairs) and sum(other in one for one, other in pairs) > len(pairs) / 2


def _at(row: TextRecord, place: int) -> str:
    return row.values[place].strip() if place < len(row.values) else ""


def plain(name: str) -> str:
    """Return the name of a column as it is compared: letters and digits only, without accents and case."""
    return "".join(_tokens(name))


def _tokens(name: str) -> list[str]:
    flat = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name).replace("ß", "ss").casefold())
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare.replace("°", "o")).split()


def _by_header(name: str) -> tuple[MemberField | None, float]:
    """Return the field that a name of a column means, and how well it says so (0 to 1)."""
    tokens = _tokens(name)
    if not tokens or len(tokens) > 8 or _looks_like_email(name):
        return None, 0.0
    whole = "".join(tokens)
    if (field := KNOWN.get(whole)) is not None:
        return field, 0.82 if whole in GENERIC else 0.95
    if OTHERS & set(tokens):
        return None, 0.0
    rest = [token for token in tokens if token not in NOISE]
    if rest and (field := KNOWN.get("".join(rest))) is not None:
        return field, 0.88
    for token in rest:
        if (field := KNOWN.get(token)) is not None and len(token) > 2 and token not in BARE_NAMES:
            return field, 0.6
    return None, 0.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its name, some of its values, and how much of it is filled (0 to 1)."""

    place: int
    plain: str
    says_nothing: bool
    is_of_others: bool
    field: MemberField | None
    said: float
    values: tuple[str, ...]
    filled: float

    @classmethod
    def of(cls, place: int, name: str, rows: Sequence[TextRecord]) -> _Column:
        sample = rows[:_SAMPLE]
        values = tuple(value for row in sample if (value := _quiet(_at(row, place))))
        field, said = _by_header(name)
        tokens = set(_tokens(name))
        return cls(
            place,
            plain(name),
            not tokens - NOISE,
            bool(tokens & OTHERS),
            field,
            said,
            values,
            len(values) / max(1, len(sample)),
        )

    def ratings(self) -> list[tuple[MemberField, float]]:
        """Return the fields this column may be, each with how likely that is (0 to 1)."""
        found: dict[MemberField, float] = {}
        if self.field is not None:
            found[self.field] = self._agreed(self.field, self.said)
        is_plain = any(rating >= _SURE for rating in found.values())
        if not is_plain and self.values and not self.is_of_others:
            for field, rating in self._by_content():
                found[field] = max(found.get(field, 0.0), rating)
        return list(found.items())

    def _agreed(self, field: MemberField, said: float) -> float:
        """What the name says, less where the values are something else."""
        if not self.values:
            return said - 0.1
        share = self._share(_LOOKS[field])
        if share >= 0.6:
            return said
        if share >= 0.3:
            return said - 0.25
        # A few wrong values may be just that; of many not one right is another thing under the same name.
        return said - (0.65 if len(self.values) >= _ENOUGH else 0.4)

    def _by_content(self) -> list[tuple[MemberField, float]]:
        found = []
        if (share := self._share(_looks_like_email)) >= 0.6:
            found.append((MemberField.EMAIL, 0.5 + 0.3 * share))
        if self._share(_looks_like_unit) >= 0.9:
            found.append((MemberField.WEIGHT_UNIT, 0.5))
        if self.says_nothing:
            found += [
                (field, rating)
                for field, looks, rating in (
                    (MemberField.FULL_NAME, _looks_like_full_name, 0.45),
                    (MemberField.PHONE, _looks_like_dialled, 0.42),
                    (MemberField.BIRTH_DATE, looks_like_date, 0.4),
                )
                if self._share(looks) >= 0.8
            ]
            if self._share(_looks_like_code) >= 0.9 and len(set(self.values)) == len(self.values):
                found.append((MemberField.NUMBER, 0.38))
        return found

    def _share(self, looks: Callable[[str], bool]) -> float:
        return sum(map(looks, self.values)) / len(self.values) if self.values else 0.0


def _quiet(value: str) -> str:
    try:
        return optional(value)
    except BadValueError:
        return ""


def _looks_like_email(value: str) -> bool:
    return "@" in value and _EMAIL.search(value) is not None


def _looks_like_phone(value: str) -> bool:
    return sum(c.isdigit() for c in value) >= 6 and not looks_like_date(value) and "@" not in value


def _looks_like_name(value: str) -> bool:
    letters = sum(c.isalpha() for c in value)
    return letters >= 2 and "@" not in value and letters > len(value) / 2


def _looks_like_full_name(value: str) -> bool:
    return _looks_like_name(value) and len(value.split()) >= 2 and not any(c.isdigit() for c in value)


def _looks_like_dialled(value: str) -> bool:
    return _PHONE.fullmatch(value) is not None and value[0] in "+(0" and not looks_like_date(value)


def _looks_like_code(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None and not looks_like_date(value)


def _looks_like_number(value: str) -> bool:
    return any(c.isdigit() for c in value) and len(value) <= 34 and not looks_like_date(value)


def _looks_like_day(value: str) -> bool:
    return looks_like_date(value) or (value.isdigit() and len(value) == 5)


def _looks_like_unit(value: str) -> bool:
    try:
        return weight_unit(value) is not None
    except BadValueError:
        return False


_LOOKS: dict[MemberField, Callable[[str], bool]] = {
    MemberField.FULL_NAME: _looks_like_name,
    MemberField.FIRST_NAME: _looks_like_name,
    MemberField.LAST_NAME: _looks_like_name,
    MemberField.NUMBER: _looks_like_number,
    MemberField.EMAIL: _looks_like_email,
    MemberField.PHONE: _looks_like_phone,
    MemberField.BIRTH_DATE: _looks_like_day,
    MemberField.JOINED_ON: _looks_like_day,
    MemberField.WEIGHT_UNIT: _looks_like_unit,
}
