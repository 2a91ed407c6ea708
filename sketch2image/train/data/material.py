"""What of a folder a check looks at, and what is wrong that shows without opening a picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sketch2image.core.pictures import is_picture_name
from sketch2image.core.vocabulary import table
from sketch2image.train.data import hub_sets, tables
from sketch2image.train.data.collection import Collection, Item, plain
from sketch2image.train.data.layouts import collection
from sketch2image.train.data.look import Picture, Role
from sketch2image.train.data.paired import PARTS, names_of, prompts_file, read_prompts, side_of
from sketch2image.train.data.sentences import examples

_COMPANIONS = frozenset(
    (
        *(".arrow", ".csv", ".gz", ".json", ".jsonl", ".md", ".ndjson"),
        *(".parquet", ".svg", ".toml", ".txt"),
    )
)
"""Endings of files that belong to data sets beside their pictures."""

_FEW, _UNEVEN = 10, 10


@dataclass(frozen=True)
class Material:
    """Pictures to look at, names found wrong so far by code, and facts."""

    pictures: tuple[Picture, ...]
    wrong: Mapping[str, set[str]] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)


def captions(folder: Path) -> Material:
    """Material for a captioner: a folder of sketches, a table, or a data set (saved, or `hub:`)."""
    if folder.suffix.lower() in tables.SUFFIXES and folder.is_file():
        return _of_table(folder)
    source = folder.as_posix()
    if source.startswith(hub_sets.HUB) or hub_sets.is_data_set(folder):
        items = dict.fromkeys(one.picture for one in examples(source))
        return Material(tuple(_shown(item, "sketch", folder) for item in items))
    sketches = Collection(collection(folder).sketches, ())
    return Material(
        tuple(_shown(item, "sketch", folder) for item in sketches.sketches),
        _classes(sketches.sketches) | _labels(sketches) | _files(folder),
        {"classes": len(sketches.labels), "sketches": len(sketches.sketches)},
    )


def retrieval(folder: Path) -> Material:
    """Material for a two-tower encoder: sketches and photos by class."""
    found = collection(folder)
    drawn, shot = ({i.label for i in items} for items in (found.sketches, found.photos))
    pictures = [_shown(item, "sketch", folder) for item in found.sketches]
    pictures += [_shown(item, "photo", folder) for item in found.photos]
    wrong = _classes(found.sketches) | _labels(found) | _files(folder)
    facts = {
        "classes": len(found.labels),
        "sketches": len(found.sketches),
        "photos": len(found.photos),
    }
    return Material(tuple(pictures), {**wrong, "no_photo": drawn - shot}, facts)


def pairs(folder: Path) -> Material:
    """Material for pix2pix-turbo: pairs and prompts."""
    halves = {(part, side): names_of(folder, part, side) for part in PARTS for side in _ROLES}
    wrong: dict[str, set[str]] = defaultdict(set)
    for part in PARTS:
        controls, targets = halves[part, "A"], halves[part, "B"]
        wrong["lone_control"] |= {f"{part}_A/{name}" for name in controls - targets}
        wrong["lone_target"] |= {f"{part}_B/{name}" for name in targets - controls}
        prompts = read_prompts(prompts_file(folder, part))
        for code, names in _prompts(prompts, controls | targets).items():
            wrong[code] |= {f"{part}: {name}" for name in names}
    pictures = [
        _shown(Item(side_of(folder, part, side) / name, ""), _ROLES[side], folder, part)
        for part in PARTS
        for side in _ROLES
        for name in sorted(halves[part, side])
    ]
    facts = {part: len(halves[part, "A"] & halves[part, "B"]) for part in PARTS}
    return Material(tuple(pictures), {**wrong, **_files(folder)}, facts)


_ROLES: Mapping[str, Role] = {"A": "control", "B": "photo"}


def _prompts(prompts: Mapping[str, str], names: set[str]) -> dict[str, set[str]]:
    return {
        "no_prompt": names - prompts.keys(),
        "empty_prompt": {name for name in names & prompts.keys() if not prompts[name].strip()},
        "unknown_prompt": prompts.keys() - names,
    }


def _of_table(file: Path) -> Material:
    names = dict.fromkeys(row.name for row in tables.read_table(file))
    there = [name for name in names if (file.parent / name).is_file()]
    pictures = tuple(
        Picture(Item(file.parent / name, ""), "sketch", name)
        for name in there
        if is_picture_name(name)
    )
    wrong = {
        "absent": names.keys() - there,
        "stranger": {name for name in there if not is_picture_name(name)},
    }
    return Material(pictures, wrong, {"pictures": len(names)})


def _shown(item: Item, role: Role, folder: Path, part: str = "") -> Picture:
    inside = item.file.is_relative_to(folder)
    name = (item.file.relative_to(folder) if inside else item.file).as_posix()
    return Picture(item, role, f"{name}:{item.row + 1}" if item.row >= 0 else name, part)


def _classes(items: Iterable[Item]) -> dict[str, set[str]]:
    counts = Counter(item.label for item in items)
    most = max(counts.values(), default=0)
    return {
        "few": {label for label, count in counts.items() if count < _FEW},
        "uneven": {label for label, count in counts.items() if count * _UNEVEN <= most},
    }


def _labels(found: Collection) -> dict[str, set[str]]:
    known = {plain(word) for word in table()["labels"]}
    return {"unknown_label": {label for label in found.labels if plain(label) not in known}}


def _files(folder: Path) -> dict[str, set[str]]:
    files = [path for path in sorted(folder.rglob("*")) if not _is_hidden(path, folder)]
    twins: dict[str, list[str]] = defaultdict(list)
    for path in files:
        name = path.relative_to(folder).as_posix()
        twins[name.casefold()].append(name)
    return {
        "stranger": {p.relative_to(folder).as_posix() for p in files if _is_stranger(p)},
        "case_twins": {name for names in twins.values() if len(names) > 1 for name in names},
    }


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(step.startswith(".") for step in path.relative_to(folder).parts)


def _is_stranger(path: Path) -> bool:
    known = is_picture_name(path.name) or path.suffix.lower() in _COMPANIONS
    return not known and path.is_file()
