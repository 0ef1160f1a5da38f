"""Members that come out of a file."""

from __future__ import annotations

from gymtrainer_desktop.domain.member_import import ExistingRule, ImportedMembers
from gymtrainer_desktop.importers.members import parse_members, read_members
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, desk, writes


def _file(gym: Gym, content: str) -> ImportedMembers:
    table = parse_members(content.encode())
    return read_members(table, table.mapped, today=gym.today)


@writes("MemberImportService.import_members", alone=True)
def _(gym: Gym) -> Sending:
    # More than is written at once, with the file's own numbers, so that nobody else's import matters.
    start = new_id().int % 10**9
    lines = [f"Member {n} Lee,I{start}-{n},m{start}-{n}@mail.example\n" for n in range(600)]
    file = _file(gym, "Name,Number,Email\n" + "".join(lines))
    return Sending(desk(gym), lambda s, _: s.member_import.import_members(file))


@writes("MemberImportService.import_members, filling in", alone=True)
def _(gym: Gym) -> Sending:
    # A name of their own: arranged again, they are not to be taken for one another.
    member = gym.member(f"Nina K{new_id().hex}")
    file = _file(gym, f"Name,Number,Phone,Born\n{member.name},{member.member_number},020 7946,16/11/1990\n")
    return Sending(desk(gym), lambda s, _: s.member_import.import_members(file, ExistingRule.FILL))
