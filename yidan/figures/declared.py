"""Figures that a city declares itself, by its registers or its goods, read by key as they are declared now."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping

from yidan.figures.define import Figure


class Declared(Mapping[str, Figure]):
    """`find` answers for one key, `known` reads all of them at once."""

    def __init__(self, find: Callable[[str], Figure | None], known: Callable[[], dict[str, Figure]]) -> None:
        self._find, self._known = find, known

    def __getitem__(self, key: str) -> Figure:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def items(self) -> ItemsView[str, Figure]:
        """All of them, read at once."""
        return self._known().items()
