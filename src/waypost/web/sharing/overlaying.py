"""A map from a format that cannot hold everything, laid over the map it is a new version of.

What such a format does not say is kept: only what it says is taken over, and what it leaves out entirely is gone.
Elements are known by their id, or else, where ids were made up while reading, by their name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from waypost.journey.journey import Journey, Phase, Step, Touchpoint
from waypost.journey.model import Element

E = TypeVar("E", bound=Element)

_LISTS = ("phases", "steps", "touchpoints")


def laid_over(before: Journey, brought: Journey, told: Collection[str]) -> Journey:
    """The earlier map as the brought one says it should be; `told` are the lists its format writes down."""
    earlier = {element.id: element for element in before.walk()}
    over = _over(before, _known(before, brought), earlier, told)
    return Journey.model_validate(over.model_dump())


def _over(before: E, said: Element, earlier: Mapping[str, Element], told: Collection[str]) -> E:
    """An element with the fields that are said, and of the lists that are told exactly what is said."""
    update = {
        name: getattr(said, name)
        for name, info in type(said).model_fields.items()
        if name not in ("id", "kind", "format", *_LISTS)
        and getattr(said, name) != info.get_default(call_default_factory=True)
    }
    if isinstance(before, Journey):
        update.pop("name", None)  # a table is called by its file
    for slot in set(before.slots) & set(told):
        update[slot] = tuple(
            _over(earlier[child.id], child, earlier, told) if child.id in earlier else child
            for child in getattr(said, slot)
        )
    return before.model_copy(update=update)


def _known(before: Journey, brought: Journey) -> Journey:
    """The brought map with the ids that its elements have in the earlier one; others get ids nobody has."""
    earlier = {element.id: element for element in before.walk()}
    ids = dict(_same(before, brought, earlier))
    taken = set(earlier) | set(ids.values())
    for element in brought.walk():
        if element.id not in ids:
            names = (element.id, *(f"{element.id[:56]}-{number}" for number in range(2, 10_000)))
            ids[element.id] = next(name for name in names if name not in taken)
            taken.add(ids[element.id])
    return _renamed(brought, ids)


def _same(before: Journey, brought: Journey, earlier: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    """Which brought element is which earlier one."""
    yield brought.id, before.id
    given = {one.id for one in brought.walk()}
    by_name: dict[tuple[type[Element], str], list[str]] = {}
    for element in before.walk():
        if isinstance(element, Phase | Step | Touchpoint):
            by_name.setdefault((type(element), element.name.casefold()), []).append(element.id)
    used: set[str] = set()
    for element in brought.walk():
        if type(earlier.get(element.id)) is type(element) and element is not brought:
            yield element.id, element.id
            used.add(element.id)
    for element in brought.walk():
        if isinstance(element, Phase | Step | Touchpoint) and type(earlier.get(element.id)) is not type(element):
            alike = [
                one for one in by_name.get((type(element), element.name.casefold()), ()) if one not in used | given
            ]
            if alike:
                yield element.id, alike[0]
                used.add(alike[0])


def _renamed(element: E, ids: Mapping[str, str]) -> E:
    below = {slot: tuple(_renamed(child, ids) for child in getattr(element, slot)) for slot in element.slots}
    return element.model_copy(update={**below, "id": ids[element.id]})
