"""Frozen dataclasses as plain JSON values, and back again by their types."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """Return a value as JSON can hold it; numbers that must not be rounded become text.

    Raises:
        TypeError: There is something in it that has no plain form.
    """
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], value: Any) -> T:
    """Return what `to_plain` made of a value of that type; fields that are missing have their defaults.

    Raises:
        ValueError, TypeError, KeyError: It was made of something else.
    """
    result: T = _read(kind, value)
    return result


def _read(kind: Any, value: Any) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in args:
            return None
        (only,) = (each for each in args if each is not type(None))
        return _read(only, value)
    if origin is tuple:
        _must_be(list, value)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_read(args[0], one) for one in value)
        return tuple(_read(each, one) for each, one in zip(args, value, strict=True))
    if origin in (dict, Mapping):
        _must_be(dict, value)
        return {_read(args[0], key): _read(args[1], one) for key, one in value.items()}
    if dataclasses.is_dataclass(kind):
        _must_be(dict, value)
        hints = typing.get_type_hints(kind)
        known = {each.name for each in dataclasses.fields(kind) if each.init}
        return kind(**{name: _read(hints[name], one) for name, one in value.items() if name in known})  # type: ignore[operator]
    if kind in (date, datetime, time):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum | UUID | Decimal):
        return kind(value)
    if kind in (str, int, bool, float) and isinstance(value, kind):
        return value
    raise TypeError(f"not a value of {kind}")


def _must_be(kind: type, value: object) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} is no {kind.__name__}")
