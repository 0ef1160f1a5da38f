"""The exercise library: finding exercises by whatever they are called, what stands in for what, and adding to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.exercises import Exercise
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryEdit,
    LibraryExercise,
    LibraryFilter,
    LibraryImport,
    Muscle,
    NewLibraryExercise,
    library_key,
    not_there_yet,
    substitutes,
)
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary
from gymtrainer_desktop.services.base import Service, changed_one

WORDS_LIMIT = 8
"""Words of a search that are looked at."""

# Admins change what the gym added, trainers what they added themselves; what comes with the program stays as it is.
_COLUMNS = """
    e.id, e.name, e.category, e.equipment, e.primary_muscles, e.secondary_muscles, e.aliases,
    e.substitution_group, e.instructions, e.is_builtin, e.archived_at IS NOT NULL AS archived, e.version,
    NOT e.is_builtin AND ((SELECT auth.is_admin())
        OR ((SELECT auth.trainer_id()) IS NOT NULL AND e.created_by = (SELECT auth.uid()))) AS may_change
"""
_EXERCISE = f"SELECT {_COLUMNS} FROM public.exercises e"
_SIMILAR = "public.search_key(:text) OPERATOR(extensions.<%) e.search"
# Called just that; a name that begins so; an alias that begins so; the words within; only something like it. Of
# what is alike in that, the plain name comes before its variations.
_RANK = """
    CASE WHEN public.search_key(e.name) = public.search_key(:text) THEN 0
        WHEN e.keys @> ARRAY[public.search_key(:text)] THEN 1
        WHEN starts_with(public.search_key(e.name), public.search_key(:text)) THEN 2
        WHEN EXISTS (SELECT 1 FROM unnest(e.keys) k WHERE starts_with(k, public.search_key(:text))) THEN 3
        WHEN {words} THEN 4 ELSE 5 END,
    round(extensions.word_similarity(public.search_key(:text), e.search)::numeric, 1) DESC,
    extensions.similarity(public.search_key(:text), public.search_key(e.name)) DESC,
"""


class ExercisesService(Service):
    """The library, as everybody searches it and staff look after it."""

    def search(
        self,
        words: str = "",
        filters: LibraryFilter | None = None,
        limit: int = 50,
        after: LibraryExercise | None = None,
    ) -> tuple[LibraryExercise, ...]:
        """Find exercises by name or alias, accents and case ignored; all of them, by name, for no words.

        What is called just that comes first, then what begins so, then what holds all the words in any order,
        then what is spelled nearly so.

        Args:
            words: As typed.
            filters: Which exercises to look through.
            limit: How many at most.
            after: The last one of the page before, where all are listed by name; what is found by words is
                ranked and comes in one page.
        """
        wanted = " ".join(words.replace("\0", " ").split())
        conditions, values = _conditions(filters or LibraryFilter())
        order = "public.search_key(e.name), e.id"
        if wanted:
            parts = wanted.split()[:WORDS_LIMIT]
            values |= {"text": wanted} | {f"word{n}": _like(part) for n, part in enumerate(parts)}
            within = " AND ".join(f"e.search LIKE public.search_key(:word{n})" for n in range(len(parts)))
            conditions.append(f"(({within}) OR {_SIMILAR})")
            order = _RANK.format(words=within) + order
        elif after is not None:
            conditions.append(
                "(public.search_key(e.name), e.id) > (public.search_key(:after_name), CAST(:after_id AS uuid))"
            )
            values |= {"after_name": after.name, "after_id": after.id}
        statement = f"{_EXERCISE} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT :limit"
        with self._transaction() as connection:
            rows = connection.execute(text(statement), values | {"limit": limit}).all()
        return tuple(map(_exercise, rows))

    def by_names(self, names: Iterable[str]) -> dict[str, LibraryExercise]:
        """Return the exercises that some names stand for, in one query; names nobody knows are left out.

        A name wins over an alias, what is offered over what is archived, the gym's own over what came with
        the program.
        """
        with self._transaction() as connection:
            return exercises_by_names(connection, names)

    def get(self, exercise_id: UUID) -> LibraryExercise:
        """Return one exercise.

        Raises:
            Denied: It is not there any more.
        """
        with self._transaction() as connection:
            return _one(connection, exercise_id)

    def substitutes(
        self, name: str, *, equipment: Collection[Equipment] | None = None, limit: int = 10
    ) -> tuple[LibraryExercise, ...]:
        """Return what can be done instead of an exercise, best first; nothing for a name nobody knows.

        Args:
            name: Name or alias, as a plan has it.
            equipment: What is at hand; None for anything.
            limit: How many at most.
        """
        of = self.by_names([name]).get(name)
        if of is None:
            return ()
        statement = f"""
            {_EXERCISE} WHERE e.archived_at IS NULL AND e.id <> :id
                AND (e.substitution_group = :group
                    OR e.category = :category AND e.primary_muscles && CAST(:muscles AS text[]))
        """
        values = {
            "id": of.id,
            "group": of.substitution_group,
            "category": of.category.value,
            "muscles": [m.value for m in of.primary_muscles],
        }
        with self._transaction() as connection:
            rows = connection.execute(text(statement), values).all()
        return substitutes(of, map(_exercise, rows), equipment=equipment, limit=limit)

    def groups(self) -> tuple[str, ...]:
        """Return the names of all substitution groups, for choosing one."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    "SELECT DISTINCT e.substitution_group FROM public.exercises e"
                    " WHERE e.substitution_group IS NOT NULL ORDER BY 1"
                )
            )
            return tuple(rows.scalars())

    def add(self, new: NewLibraryExercise) -> LibraryExercise:
        """Add an exercise of the gym's own; sending the same again is harmless.

        Raises:
            UserError: A field breaks a rule, or the name or an alias is another exercise's; `field` names it.
            Denied: Neither a trainer nor an admin.
        """
        new = new.checked()
        with self._transaction() as connection:
            found = _find(connection, new.id)
            if found is None:
                _refuse_taken(connection, new)
                connection.execute(insert(Exercise).values(id=new.id, **_content(new)))
            elif found.edit().content != new:
                raise UserError("This was already saved with other content.", code="key_reused")
            return _one(connection, new.id)

    def change(self, edit: LibraryEdit) -> LibraryExercise:
        """Save what somebody changed of an exercise; sending it again is harmless.

        Raises:
            Conflict: It was changed since `edit.version` was read.
            UserError: A field breaks a rule, the name or an alias is another exercise's, or it came with the
                program.
            Denied: It is not the signed-in person's to change.
        """
        new = edit.content.checked()
        with self._transaction() as connection:
            found = _one(connection, new.id)
            _refuse_built_in(found)
            if not found.may_change:
                raise Denied("Only who added this exercise, or an admin, can change it.", code="no_row")
            sent_again = found.version == edit.version + 1 and found.edit().content == new
            if not sent_again:
                _refuse_taken(connection, new)
            result = connection.execute(
                update(Exercise)
                .where(Exercise.id == new.id, Exercise.version == edit.version)
                .values(**_content(new))
            )
            changed_one(result, versioned=True, sent_again=sent_again)
            return _one(connection, new.id)

    def archive(self, exercise_id: UUID, version: int) -> LibraryExercise:
        """Offer an exercise no longer; plans and logs that name it go on. Sending it again is harmless.

        Raises:
            Conflict: It was changed since `version` was read.
            Denied: It is not the signed-in person's to change.
        """
        return self._set_archived(exercise_id, version, True)

    def unarchive(self, exercise_id: UUID, version: int) -> LibraryExercise:
        """Offer an archived exercise again; see `archive`."""
        return self._set_archived(exercise_id, version, False)

    def delete(self, exercise_id: UUID, version: int) -> None:
        """Take an exercise of the gym's own out of the library; plans and logs keep its name.

        Sending it again is harmless: an exercise that is gone is what was asked for.

        Raises:
            Conflict: It was changed since `version` was read.
            UserError: It came with the program (`library_builtin_kept`).
            Denied: It is not the signed-in person's to delete.
        """
        with self._transaction() as connection:
            found = _find(connection, exercise_id)
            if found is None:
                return
            _refuse_built_in(found)
            if not found.may_change:
                raise Denied("Only who added this exercise, or an admin, can delete it.", code="no_row")
            result = connection.execute(
                delete(Exercise).where(Exercise.id == exercise_id, Exercise.version == version)
            )
            changed_one(result, versioned=True)

    def import_library(self, library: ImportedLibrary, *, dry_run: bool = False) -> LibraryImport:
        """Add the exercises that are not there yet, all or none; importing a library again adds nothing.

        An exercise is there when its name is, as a name or as an alias, archived ones included. Of a new one,
        aliases that something else goes by are left out.

        Args:
            library: As read.
            dry_run: Only say what would be added.

        Raises:
            Denied: Neither a trainer nor an admin.
        """
        with self._transaction() as connection:
            allowed = connection.execute(text("SELECT auth.is_admin() OR auth.trainer_id() IS NOT NULL"))
            if not allowed.scalar_one():
                raise Denied("Only staff can do this.", code="staff_only")
            new = _new_of(connection, library.exercises)
            added = new if dry_run else _insert(connection, new)
        return LibraryImport(
            library.read,
            tuple(one.name for one in added),
            len(library.exercises) - len(added),
            library.problems,
            dry_run,
        )

    def _set_archived(self, exercise_id: UUID, version: int, archived: bool) -> LibraryExercise:
        with self._transaction() as connection:
            result = connection.execute(
                update(Exercise)
                .where(Exercise.id == exercise_id, Exercise.version == version)
                .values(archived_at=text("now()") if archived else None)
            )
            found = _one(connection, exercise_id)
            changed_one(
                result,
                versioned=found.version != version,
                sent_again=(found.version, found.archived) == (version + 1, archived),
            )
            return found


def exercises_by_names(connection: Connection, names: Iterable[str]) -> dict[str, LibraryExercise]:
    """Look names up within a transaction; see `ExercisesService.by_names`."""
    asked = {name: library_name for name in names if (library_name := " ".join(name.split()))}
    if not asked:
        return {}
    statement = f"""
        WITH wanted AS MATERIALIZED (
            SELECT n AS name, public.search_key(n) AS key FROM unnest(CAST(:names AS text[])) n),
        found AS MATERIALIZED (
            SELECT {_COLUMNS}, e.keys, public.search_key(e.name) AS name_key FROM public.exercises e
            WHERE e.keys && (SELECT array_agg(wanted.key) FROM wanted)),
        called AS (SELECT found.*, k AS key FROM found, unnest(found.keys) k)
        SELECT DISTINCT ON (wanted.name) wanted.name AS asked, called.*
        FROM wanted JOIN called USING (key)
        ORDER BY wanted.name, called.name_key <> wanted.key, called.archived, called.is_builtin, called.name_key
    """
    rows = connection.execute(text(statement), {"names": sorted(set(asked.values()))}).all()
    known = {row.asked: _exercise(row) for row in rows}
    return {name: known[library_name] for name, library_name in asked.items() if library_name in known}


def _conditions(filters: LibraryFilter) -> tuple[list[str], dict[str, Any]]:
    conditions = [f"e.archived_at IS {'NOT ' if filters.archived else ''}NULL"]
    values: dict[str, Any] = {}
    if filters.category is not None:
        conditions.append("e.category = :category")
        values["category"] = filters.category.value
    if filters.equipment is not None:
        conditions.append("e.equipment = :equipment")
        values["equipment"] = filters.equipment.value
    if filters.muscle is not None:
        conditions.append("CAST(:muscle AS text) = ANY (e.primary_muscles || e.secondary_muscles)")
        values["muscle"] = filters.muscle.value
    if filters.added_here is not None:
        conditions.append("NOT e.is_builtin" if filters.added_here else "e.is_builtin")
    return conditions, values


def _like(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, "\\" + special)
    return f"%{word}%"


def _find(connection: Connection, exercise_id: UUID) -> LibraryExercise | None:
    row = connection.execute(text(_EXERCISE + " WHERE e.id = :id"), {"id": exercise_id}).one_or_none()
    return None if row is None else _exercise(row)


def _one(connection: Connection, exercise_id: UUID) -> LibraryExercise:
    found = _find(connection, exercise_id)
    if found is None:
        raise Denied("This exercise is not there any more.", code="no_row")
    return found


def _refuse_built_in(found: LibraryExercise) -> None:
    # The next start would put them back as they were; a gym that wants another adds it.
    if found.is_builtin:
        raise UserError(
            "Exercises that come with the program stay as they are. Archive this one and add your own.",
            code="library_builtin_kept",
        )


def _refuse_taken(connection: Connection, new: NewLibraryExercise) -> None:
    """Make sure that nothing else goes by the exercise's name or by one of its aliases."""
    rows = connection.execute(
        text(
            "SELECT wanted.name, e.name AS of FROM unnest(CAST(:names AS text[])) WITH ORDINALITY wanted (name, n)"
            " JOIN public.exercises e ON e.keys @> ARRAY[public.search_key(wanted.name)] AND e.id <> :id"
            " ORDER BY wanted.n LIMIT 1"
        ),
        {"names": [new.name, *new.aliases], "id": new.id},
    ).one_or_none()
    if rows is None:
        return
    if rows.name == new.name:
        called = (
            "There is an exercise of this name"
            if library_key(rows.of) == library_key(new.name)
            else (f"“{rows.of}” is also called so")
        )
        raise UserError(f"{called}. Choose another name.", code="library_name_unique", field="name")
    raise UserError(
        f"“{rows.name}” stands for “{rows.of}” already.", code="library_alias_taken", field="aliases"
    )


def _new_of(
    connection: Connection, exercises: tuple[NewLibraryExercise, ...]
) -> tuple[NewLibraryExercise, ...]:
    rows = connection.execute(text("SELECT e.id, e.name, e.aliases, e.keys FROM public.exercises e")).all()
    # The database's keys, and ours: they differ for rare letters, and what either calls known is known.
    taken = {key for row in rows for key in row.keys}
    taken |= {library_key(name) for row in rows for name in (row.name, *row.aliases)}
    there = {row.id for row in rows}
    return not_there_yet((one for one in exercises if one.id not in there), taken)


def _insert(
    connection: Connection, exercises: tuple[NewLibraryExercise, ...]
) -> tuple[NewLibraryExercise, ...]:
    """Add exercises; one that somebody else added at the same moment is passed over. Returns those added."""
    if not exercises:
        return ()
    statement = insert(Exercise).on_conflict_do_nothing().returning(Exercise.id)
    values = [{"id": one.id, **_content(one)} for one in exercises]
    added = set(connection.execute(statement, values).scalars())
    return tuple(one for one in exercises if one.id in added)


def _content(new: NewLibraryExercise) -> dict[str, Any]:
    return {
        "name": new.name,
        "category": new.category.value,
        "equipment": new.equipment.value,
        "primary_muscles": [m.value for m in new.primary_muscles],
        "secondary_muscles": [m.value for m in new.secondary_muscles],
        "aliases": list(new.aliases),
        "substitution_group": new.substitution_group or None,
        "instructions": new.instructions or None,
    }


def _exercise(row: Row[Any]) -> LibraryExercise:
    return LibraryExercise(
        row.id,
        row.name,
        ExerciseType(row.category),
        Equipment(row.equipment),
        tuple(map(Muscle, row.primary_muscles)),
        tuple(map(Muscle, row.secondary_muscles)),
        tuple(row.aliases),
        row.substitution_group,
        row.instructions or "",
        row.is_builtin,
        row.archived,
        row.may_change,
        row.version,
    )
