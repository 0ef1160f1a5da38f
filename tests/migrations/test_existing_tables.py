"""A gym that has `profiles` and `instructors` already keeps every row of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gymtrainer_desktop.database import migrate
from tests.conftest import Server
from tests.migrations.conftest import Catalogue

Run = Callable[..., list[tuple[object, ...]]]

# As the guide would have them: what it extends, and its own extension of instructors.
THEIRS = """
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY,
  full_name text,
  email text,
  is_admin boolean DEFAULT false,
  created_at timestamp with time zone DEFAULT now(),
  favourite_colour text
);
CREATE TABLE public.instructors (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid REFERENCES public.profiles (id) ON DELETE CASCADE,
  name varchar(120) NOT NULL,
  email text,
  is_active boolean DEFAULT true,
  created_at timestamp with time zone DEFAULT now()
);
ALTER TABLE public.instructors
  ADD COLUMN IF NOT EXISTS is_personal_trainer boolean DEFAULT false,
  ADD COLUMN IF NOT EXISTS specializations text[],
  ADD COLUMN IF NOT EXISTS certifications text[],
  ADD COLUMN IF NOT EXISTS max_clients integer DEFAULT 15,
  ADD COLUMN IF NOT EXISTS hourly_rate numeric(10,2),
  ADD COLUMN IF NOT EXISTS bio text,
  ADD COLUMN IF NOT EXISTS years_experience integer;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Open door" ON public.profiles USING (true);
CREATE POLICY "Open window" ON public.instructors FOR UPDATE USING (true);
GRANT ALL ON public.profiles, public.instructors TO PUBLIC;
INSERT INTO public.profiles (id, full_name, email, is_admin, favourite_colour) VALUES
  ('00000000-0000-0000-0000-00000000000a', 'Rosa', 'Rosa@gym.test', true, 'red'),
  ('00000000-0000-0000-0000-00000000000b', NULL, 'sarah.j@gym.test', NULL, NULL),
  ('00000000-0000-0000-0000-00000000000c', ' ', NULL, false, 'blue'),
  ('00000000-0000-0000-0000-00000000000d', 'John Smith', NULL, false, NULL);
INSERT INTO public.instructors (id, user_id, name, is_active, is_personal_trainer, max_clients, certifications) VALUES
  ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000d', 'John Smith', NULL, true, NULL, '{CSCS}'),
  ('00000000-0000-0000-0000-000000000002', NULL, 'Yoga Only', true, NULL, 3, NULL);
"""


@pytest.fixture
def extended(server: Server, empty: str, run: Run) -> str:
    for statement in THEIRS.split(";\n"):
        if statement.strip():
            run(empty, statement)
    assert migrate.upgrade(server.migrator(empty)).up_to_date
    return empty


def test_every_row_comes_along(extended: str, run: Run) -> None:
    people = run(
        extended,
        "SELECT full_name, email, is_admin, is_active, weight_unit, version, favourite_colour FROM public.profiles ORDER BY id",
    )
    assert people == [
        ("Rosa", "Rosa@gym.test", True, True, "kg", 1, "red"),
        ("sarah.j", "sarah.j@gym.test", False, True, "kg", 1, None),
        ("Unnamed", None, False, True, "kg", 1, "blue"),
        ("John Smith", None, False, True, "kg", 1, None),
    ]
    instructors = run(
        extended,
        "SELECT name, is_active, is_personal_trainer, max_clients, specializations, certifications, active_clients"
        " FROM public.instructors ORDER BY id",
    )
    assert instructors == [
        ("John Smith", True, True, 15, [], ["CSCS"], 0),
        ("Yoga Only", True, False, 3, [], [], 0),
    ]


def test_the_result_is_a_fresh_install_with_their_columns(
    extended: str, server: Server, catalogue: Callable[[str], Catalogue]
) -> None:
    fresh_name = server.clone()
    fresh, theirs = catalogue(fresh_name), catalogue(extended)
    server.drop(fresh_name)
    assert theirs.keys() - fresh.keys() == {"column profiles.favourite_colour"}
    stations = {k for k in fresh if "auth.attempts_at_" in k}
    assert fresh.keys() - theirs.keys() == stations, "the template's workstations have counters"
    fresh = {k: v for k, v in fresh.items() if k not in stations}
    assert {k: theirs[k] for k in fresh if fresh[k] != theirs[k]} == {
        "column instructors.name": "character varying(120) not null",
        "constraint instructors instructor_name_length": (
            fresh["constraint instructors instructor_name_length"].replace("(name)", "((name)::text)")
        ),
    }, "policies, grants and rules are ours; the type of a name may stay theirs"


def test_their_trainer_takes_clients_by_a_name_of_another_type(extended: str, run: Run) -> None:
    run(
        extended,
        "INSERT INTO public.trainer_assignments (member_id, trainer_id, start_date) VALUES"
        " ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-000000000001', '2026-01-05')",
    )
    found = run(
        extended,
        "SELECT trainer_name FROM public.get_member_active_trainer('00000000-0000-0000-0000-00000000000b')",
    )
    assert found == [("John Smith",)]
    assert run(extended, "SELECT active_clients FROM public.instructors ORDER BY id") == [(1,), (0,)]
    assert run(extended, "SELECT search FROM public.profiles WHERE email = 'Rosa@gym.test'")[0][0]
