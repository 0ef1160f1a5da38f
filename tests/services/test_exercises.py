"""The exercise library on the real database: found by any name, added to, changed, imported, never doubled.

The real library is read from the shared data folder where it is there; elsewhere a file of our own stands in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from gymtrainer_desktop.database.catalogue import Catalogue, install_built_in, read_catalogue
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryFilter,
    Muscle,
    NewLibraryExercise,
    library_key,
)
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary, parse_library, read_library
from gymtrainer_desktop.services.exercises import ExercisesService
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym, Person

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "free_exercise_db.json"


def exercise(name: str, *aliases: str, **changed: object) -> NewLibraryExercise:
    one = NewLibraryExercise(
        new_id(), name, ExerciseType.STRENGTH, Equipment.OTHER, (Muscle.LATS,), (Muscle.BICEPS,), aliases
    )
    return replace(one, **changed)  # type: ignore[arg-type]


def names(found: tuple[object, ...]) -> list[str]:
    return [one.name for one in found]  # type: ignore[attr-defined]


@pytest.fixture
def admin(gym: Gym) -> Person:
    return gym.admin("Ada")


@pytest.fixture
def library(gym: Gym, admin: Person) -> ExercisesService:
    return gym.services(admin).exercises


@pytest.fixture
def trainers_library(gym: Gym) -> ExercisesService:
    return gym.services(gym.trainer("Tom")).exercises


# --- the catalogue -----------------------------------------------------------------------------------------


def test_the_catalogue_is_in_every_gym(gym: Gym, library: ExercisesService) -> None:
    wanted = read_catalogue().exercises
    assert gym.one("SELECT count(*) FROM public.exercises WHERE is_builtin AND version = 1") == len(wanted)
    bench = library.by_names(["BP"])["BP"]
    (source,) = (one for one in wanted if one.name == "Bench press")
    assert bench.edit().content == source
    assert (bench.is_builtin, bench.may_change, bench.archived) == (True, False, False)


def test_installing_again_changes_nothing(gym: Gym, owner: Connection) -> None:
    before = gym.one("SELECT md5(string_agg(e::text, '' ORDER BY e.id)) FROM public.exercises e")
    assert install_built_in(owner) == 0
    assert gym.one("SELECT md5(string_agg(e::text, '' ORDER BY e.id)) FROM public.exercises e") == before


def test_a_new_version_of_the_catalogue_brings_what_is_new_alone(
    gym: Gym, owner: Connection, library: ExercisesService
) -> None:
    bench = library.by_names(["Bench press"])["Bench press"]
    library.archive(bench.id, bench.version)
    own = library.add(exercise("Hill sprint with sled", "Our sprint"))
    catalogue = read_catalogue()
    changed = replace(catalogue.exercises[0], aliases=("Flat press",))
    assert changed.id == bench.id
    added = replace(exercise("Cloud walk"), instructions="Slowly.")
    taken = replace(exercise("HILL Sprint with Sléd"), instructions="Not ours.")
    newer = Catalogue((changed, *catalogue.exercises[1:], added, taken), catalogue.slugs)
    assert install_built_in(owner, newer) == 2
    assert install_built_in(owner, newer) == 0
    after = library.get(bench.id)
    assert (after.aliases, after.archived, after.version) == (("Flat press",), True, bench.version + 2)
    assert library.get(own.id) == own
    assert library.get(added.id).is_builtin
    assert gym.one("SELECT count(*) FROM public.exercises WHERE id = :id", id=taken.id) == 0


def test_two_windows_may_install_at_once(gym: Gym, owner: Connection) -> None:
    gym.one("DELETE FROM public.exercises RETURNING 1")
    outcomes: list[int] = []

    def install() -> None:
        with owner.engine.connect() as connection:
            connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                connection.execute(text("SET ROLE gym_owner"))
                outcomes.append(install_built_in(connection))

    threads = [threading.Thread(target=install) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [0, len(read_catalogue().exercises)]


def test_keys_are_the_same_in_the_database_and_in_the_domain(gym: Gym, owner: Connection) -> None:
    written = [name for one in read_catalogue().exercises for name in (one.name, *one.aliases)]
    written += [
        "Développé couché",
        "De\u0301veloppe\u0301",
        "Übergrößenträger",
        "Æble Œuf Łódź Ðorđe Þór ØÅ",
        "Farmer’s “walk” – heavy",
        "Жим лёжа",
        "İstanbul ığdır",
        "Ἄσκησις",
        "Ｆull",
    ]
    rows = owner.execute(
        text("SELECT n, public.search_key(n) AS key FROM unnest(CAST(:names AS text[])) n"),
        {"names": written},
    ).all()
    different = {row.n for row in rows if library_key(row.n) != row.key}
    assert len(rows) > 2000
    assert different == set()


# --- finding -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("bench press", "Bench press"),
        ("BENCH PRESS", "Bench press"),
        ("bp", "Bench press"),
        ("Bénch  Prèss", "Bench press"),
        ("Squat (Barbell)", "Back squat"),
        ("pullup", "Pull-up"),
        ("db bench incline", "Incline dumbbell press"),
        ("assault", "Air bike"),
        ("roman dead", "Romanian deadlift"),
        ("bulgarain split squat", "Bulgarian split squat"),
    ],
)
def test_search_finds_what_was_meant_first(library: ExercisesService, words: str, first: str) -> None:
    found = library.search(words)
    assert found[0].name == first
    assert len({one.id for one in found}) == len(found) <= 50


def test_search_ranks_a_name_before_what_only_holds_it(library: ExercisesService) -> None:
    found = names(library.search("lunge", limit=200))
    assert found[0] == "Bodyweight lunge"  # "Lunge" is what it is also called
    assert found.index("Barbell lunge") > 0 and "Walking lunge" in found
    assert names(library.search("plank", limit=3))[0] == "Plank"


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "100%", "'; DROP TABLE x; --", "\0", "a" * 3000, "😀", "   "]
)
def test_search_survives_whatever_is_typed(library: ExercisesService, words: str) -> None:
    found = library.search(words, limit=5)
    assert len(found) == (5 if not words.replace("\0", " ").strip() else 0)


def test_search_filters_and_lists(gym: Gym, library: ExercisesService) -> None:
    own = library.add(exercise("Log press", equipment=Equipment.OTHER))
    everything = library.search(limit=5000)
    assert len(everything) == len(read_catalogue().exercises) + 1
    assert names(everything) == sorted(names(everything), key=library_key)
    cardio = library.search(filters=LibraryFilter(category=ExerciseType.CARDIO), limit=500)
    assert {e.category for e in cardio} == {ExerciseType.CARDIO}
    kettle = library.search("press", LibraryFilter(equipment=Equipment.KETTLEBELL))
    assert "Kettlebell press" in names(kettle) and {e.equipment for e in kettle} == {Equipment.KETTLEBELL}
    neck = library.search(filters=LibraryFilter(muscle=Muscle.NECK), limit=500)
    assert neck and all(Muscle.NECK in (*e.primary_muscles, *e.secondary_muscles) for e in neck)
    assert names(library.search(filters=LibraryFilter(added_here=True))) == ["Log press"]
    assert own.id not in {e.id for e in library.search("press", LibraryFilter(added_here=False))}


def test_names_are_looked_up_all_at_once(library: ExercisesService) -> None:
    library.add(exercise("Ring row deluxe", "Gym special"))
    found = library.by_names(["BP", " pull   UP ", "gym SPECIAL", "Développé", "", "no such thing"])
    assert {asked: one.name for asked, one in found.items()} == {
        "BP": "Bench press",
        " pull   UP ": "Pull-up",
        "gym SPECIAL": "Ring row deluxe",
    }
    assert library.by_names([]) == {}


def test_many_names_are_one_query_and_fast(
    library: ExercisesService, benchmarked: Callable[..., list[str]]
) -> None:
    asked = [name for one in read_catalogue().exercises for name in (one.name, *one.aliases)]
    statements = benchmarked(lambda: library.by_names(asked))
    assert len(statements) == 2  # whose session it is, and the question
    assert len(library.by_names(asked)) == len(asked)


@pytest.fixture
def benchmarked(library: ExercisesService) -> Callable[..., list[str]]:
    from sqlalchemy import event

    def count(work: Callable[[], object]) -> list[str]:
        statements: list[str] = []
        engine = library._database.engine

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        work()
        event.remove(engine, "before_cursor_execute", note)
        return statements

    return count


def test_substitutes_of_a_name(library: ExercisesService) -> None:
    found = library.substitutes("Bench Press (Barbell)")
    assert names(found)[:2] == ["Chest press machine", "Dumbbell bench press"]
    assert {e.substitution_group for e in found} == {"horizontal press"}
    at_home = library.substitutes("Lat pulldown", equipment={Equipment.BAND, Equipment.BODY_WEIGHT}, limit=3)
    assert len(at_home) == 3 and {e.equipment for e in at_home} <= {Equipment.BAND, Equipment.BODY_WEIGHT}
    gone = library.substitutes("Bench press")[0]
    library.archive(gone.id, gone.version)
    assert gone.id not in {e.id for e in library.substitutes("Bench press")}
    assert library.substitutes("no such thing") == ()
    own = library.add(exercise("Chin-up on the tree"))
    assert library.substitutes(own.name)
    assert "horizontal press" in library.groups()


def test_the_list_comes_page_by_page_each_exercise_once(library: ExercisesService) -> None:
    library.import_library(ImportedLibrary(tuple(exercise(f"Éxercise {n:03}") for n in range(25)), ()))
    everything = library.search("", limit=2000)
    pages, last = [], None
    while page := library.search("", limit=10, after=last):
        pages.append(page)
        last = page[-1]
    assert tuple(one for page in pages for one in page) == everything and len(pages) > 2
    own = LibraryFilter(added_here=True)
    first = library.search("", own, limit=20)
    rest = library.search("", own, limit=20, after=first[-1])
    assert [one.name for one in (*first, *rest)] == [f"Éxercise {n:03}" for n in range(25)]


def test_everybody_searches(gym: Gym) -> None:
    member = gym.services(gym.member(), "member").exercises
    assert member.search("bench press")[0].name == "Bench press"
    assert not member.search("bench press")[0].may_change
    assert member.substitutes("Bench press")


# --- adding and changing -----------------------------------------------------------------------------------


def test_adding_is_done_once(gym: Gym, trainers_library: ExercisesService) -> None:
    new = exercise("  Log   press ", "Log lift", "LOG PRESS", substitution_group="Vertical press")
    added = trainers_library.add(new)
    assert (added.name, added.aliases, added.substitution_group) == (
        "Log press",
        ("Log lift",),
        "vertical press",
    )
    assert (added.is_builtin, added.may_change, added.version) == (False, True, 1)
    assert trainers_library.add(new) == added
    with pytest.raises(UserError) as caught:
        trainers_library.add(replace(new, instructions="Other."))
    assert caught.value.code == "key_reused"
    assert gym.one("SELECT count(*) FROM public.exercises WHERE NOT is_builtin") == 1


@pytest.mark.parametrize(
    ("name", "aliases", "field", "words"),
    [
        ("BÉNCH press", (), "name", "There is an exercise of this name"),
        ("Flat Barbell Bench Press", (), "name", "“Bench press” is also called so"),
        ("Our press", ("OHP",), "aliases", "“OHP” stands for “Overhead press” already"),
        ("", (), "name", "needs a name"),
    ],
)
def test_a_name_stands_for_one_exercise(
    gym: Gym, library: ExercisesService, name: str, aliases: tuple[str, ...], field: str, words: str
) -> None:
    with pytest.raises(UserError) as caught:
        library.add(exercise(name, *aliases))
    assert (caught.value.field, words in caught.value.message) == (field, True)
    own = library.add(exercise("Our row"))
    with pytest.raises(UserError) as caught:
        library.change(replace(own.edit(), content=replace(own.edit().content, name=name, aliases=aliases)))
    assert caught.value.field == field
    assert library.get(own.id) == own


def test_a_change_keeps_to_its_version(library: ExercisesService, trainers_library: ExercisesService) -> None:
    own = trainers_library.add(exercise("Our row", "The row"))
    edit = replace(own.edit(), content=replace(own.edit().content, instructions="Pull."))
    changed = trainers_library.change(edit)
    assert (changed.instructions, changed.version) == ("Pull.", 2)
    assert trainers_library.change(edit) == changed
    with pytest.raises(Conflict):
        library.change(replace(edit, content=replace(edit.content, instructions="Push.")))
    assert (
        library.change(replace(changed.edit(), content=replace(edit.content, name="Our  rowing"))).version
        == 3
    )
    with pytest.raises(Denied):
        library.change(replace(edit, content=exercise("Nowhere")))


def test_what_came_with_the_program_stays_as_it_is(gym: Gym, library: ExercisesService) -> None:
    bench = library.by_names(["BP"])["BP"]
    for work in (
        lambda: library.change(replace(bench.edit(), content=replace(bench.edit().content, name="X"))),
        lambda: library.delete(bench.id, bench.version),
    ):
        with pytest.raises(UserError) as caught:
            work()
        assert caught.value.code == "library_builtin_kept"
    assert library.get(bench.id) == bench


def test_archived_ones_are_no_longer_offered_but_known(library: ExercisesService) -> None:
    bench = library.by_names(["BP"])["BP"]
    archived = library.archive(bench.id, bench.version)
    assert library.archive(bench.id, bench.version) == archived
    assert archived.archived and archived.version == bench.version + 1
    assert bench.id not in {e.id for e in library.search("bench press")}
    assert names(library.search("bench press", LibraryFilter(archived=True))) == ["Bench press"]
    assert library.by_names(["BP"])["BP"].archived
    with pytest.raises(Conflict):
        library.unarchive(bench.id, bench.version)
    back = library.unarchive(bench.id, archived.version)
    assert not back.archived and library.search("bp")[0].id == bench.id
    with pytest.raises(Denied):
        library.archive(new_id(), 1)


def test_deleting_ones_own(library: ExercisesService) -> None:
    own = library.add(exercise("Our row"))
    with pytest.raises(Conflict):
        library.delete(own.id, own.version + 1)
    library.delete(own.id, own.version)
    library.delete(own.id, own.version)
    assert library.search("our row", LibraryFilter(added_here=True)) == ()


def test_who_may_do_what(gym: Gym, library: ExercisesService, trainers_library: ExercisesService) -> None:
    other = gym.services(gym.trainer("Olga")).exercises
    member = gym.services(gym.member(), "member").exercises
    own = trainers_library.add(exercise("Our row"))
    bench = library.by_names(["BP"])["BP"]
    assert [s.get(own.id).may_change for s in (library, trainers_library, other, member)] == [
        True,
        True,
        False,
        False,
    ]
    edit = replace(own.edit(), content=replace(own.edit().content, instructions="Mine."))
    for stranger in (other, member):
        for work in (
            lambda s: s.change(edit),
            lambda s: s.archive(own.id, own.version),
            lambda s: s.delete(own.id, own.version),
            lambda s: s.archive(bench.id, bench.version),
        ):
            with pytest.raises(Denied):
                work(stranger)
    with pytest.raises(Denied):
        member.add(exercise("Member's row"))
    with pytest.raises(Denied):
        member.import_library(ImportedLibrary((exercise("Member's row"),), ()), dry_run=True)
    assert library.get(own.id) == own
    assert library.get(bench.id) == bench


# --- importing ---------------------------------------------------------------------------------------------


def _library(folder: Path) -> Path:
    if REAL.exists():
        return REAL
    entries = [
        {
            "name": name,
            "force": "push",
            "equipment": "barbell",
            "category": "strength",
            "primaryMuscles": ["chest"],
            "secondaryMuscles": ["shoulders"],
        }
        for name in ("Face Pull", "Goblet Squat", *(f"Movement {n}" for n in range(100)))
    ]
    file = folder / "library.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    return file


def test_a_library_comes_in_once(gym: Gym, library: ExercisesService, tmp_path: Path) -> None:
    read = read_library(_library(tmp_path))
    built_in = gym.one("SELECT count(*) FROM public.exercises")
    known = library.by_names(e.name for e in read.exercises)
    assert {"Face Pull", "Goblet Squat"} <= set(known)
    dry = library.import_library(read, dry_run=True)
    assert gym.one("SELECT count(*) FROM public.exercises") == built_in
    first = library.import_library(read)
    assert (first.read, first.problems, first.dry_run) == (len(read.exercises), (), False)
    assert (dry.added, dry.skipped, dry.dry_run) == (first.added, first.skipped, True)
    assert first.skipped == len(known) and len(first.added) + first.skipped == first.read
    assert gym.one("SELECT count(*) FROM public.exercises") == built_in + len(first.added)
    assert gym.one("SELECT count(DISTINCT created_by) FROM public.exercises WHERE NOT is_builtin") == 1
    again = library.import_library(read)
    assert (again.added, again.skipped) == ((), first.read)
    assert len(library.by_names(e.name for e in read.exercises)) == first.read
    twice = gym.one(
        "SELECT count(*) FROM (SELECT k FROM public.exercises, unnest(keys) k GROUP BY k HAVING count(*) > 1) d"
    )
    assert twice == 0


def test_an_import_brings_every_field(library: ExercisesService) -> None:
    entry = {
        "name": "Bambus press",
        "force": "push",
        "equipment": "bands",
        "primaryMuscles": ["shoulders"],
        "secondaryMuscles": ["triceps"],
        "category": "strength",
        "instructions": ["Up.", "Down."],
        "aliases": ["OHP", "Bamboo"],
    }
    outcome = library.import_library(parse_library(json.dumps([entry, {"name": "?"}])))
    assert (outcome.read, outcome.added, outcome.skipped) == (2, ("Bambus press",), 0)
    assert [problem.entry for problem in outcome.problems] == [2]
    one = library.by_names(["bamboo"])["bamboo"]
    assert (one.aliases, one.instructions) == (("Bamboo",), "Up.\nDown.")  # OHP is the overhead press
    assert (one.equipment, one.primary_muscles) == (Equipment.BAND, (Muscle.FRONT_DELTS,))
    assert (one.is_builtin, one.may_change) == (False, True)


def test_what_was_renamed_or_archived_does_not_come_back(library: ExercisesService) -> None:
    read = ImportedLibrary(
        parse_library(
            json.dumps([{"name": f"Movement {n}", "category": "strength"} for n in range(2)])
        ).exercises,
        (),
    )
    library.import_library(read)
    first, second = (library.by_names([e.name])[e.name] for e in read.exercises)
    library.change(replace(first.edit(), content=replace(first.edit().content, name="Ours now")))
    library.archive(second.id, second.version)
    assert library.import_library(read).added == ()


def test_two_at_once_import_it_once(
    gym: Gym, admin: Person, station: Callable[..., Database], tmp_path: Path
) -> None:
    read = read_library(_library(tmp_path))
    services = [ExercisesService(station(), gym.session(admin)) for _ in range(3)]
    added: list[int] = []
    threads = [
        threading.Thread(target=lambda s=s: added.append(len(s.import_library(read).added))) for s in services
    ]
    before = gym.one("SELECT count(*) FROM public.exercises")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    after = gym.one("SELECT count(*) FROM public.exercises")
    assert isinstance(before, int) and isinstance(after, int)
    assert len(added) == 3 and sum(added) == after - before > 0
