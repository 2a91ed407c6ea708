"""Which picture of a folder a name in a table means."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import PurePosixPath

from sketch2image.core.pictures import is_picture_name


class Pictures:
    """Pictures of a folder, to be found by a path, by a file name or by its stem.

    Args:
        paths: relative to the folder, posix.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._given = frozenset(paths)
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._given):
            spelled = PurePosixPath(plain(path))
            self._by_path[str(spelled)] = path
            self._by_name[spelled.name].append(path)
            self._by_stem[spelled.stem].append(path)

    def find(self, name: str) -> str | None:
        """The one picture that a name means.

        A path from elsewhere, absolute or of another system, means the picture whose path ends
        most like it.

        Args:
            name: path, file name, or file name without ending, in any case of letters.

        Returns:
            Its path as it was given, or None where no picture, or more than one, is meant.
        """
        if name in self._given:
            return name
        wanted = PurePosixPath(plain(name.replace("\\", "/")))
        whole = self._by_path.get(str(wanted))
        stem = wanted.stem if is_picture_name(wanted.name) else wanted.name
        return (
            whole
            or _nearest(wanted.parts[:-1], self._by_name.get(wanted.name, ()))
            or _nearest(wanted.parts[:-1], self._by_stem.get(stem, ()))
        )


def plain(text: str) -> str:
    """A name as it is compared: composed letters (NFC), all small."""
    return unicodedata.normalize("NFC", text).casefold()


def _nearest(folders: Sequence[str], paths: Sequence[str]) -> str | None:
    shared = {path: _shared(folders, PurePosixPath(plain(path)).parts[:-1]) for path in paths}
    return _only_best(shared)


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many folders two paths share, counted from the file upwards."""
    pairs = zip(reversed(ours), reversed(theirs), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _only_best(ranks: Mapping[str, int]) -> str | None:
    most = max(ranks.values(), default=0)
    best = [path for path, rank in ranks.items() if rank == most]
    return best[0] if len(best) == 1 else None
