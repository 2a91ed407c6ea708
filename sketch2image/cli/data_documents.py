"""What `data` found or made, as JSON documents and as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.cli.output import Answer, say

if TYPE_CHECKING:
    from sketch2image.train.data.builders import Built
    from sketch2image.train.data.collection import Collection
    from sketch2image.train.data.findings import Finding, Findings
    from sketch2image.train.data.paired import Paired, Part
    from sketch2image.train.data.splits import Split


def findings_answer(folder: Path, found: Findings) -> Answer:
    """The findings of a check; wrong where there are errors."""
    document = {
        "folder": str(folder),
        "ok": found.fit,
        "errors": [asdict(one) for one in found.errors],
        "warnings": [asdict(one) for one in found.warnings],
        "facts": dict(found.facts),
    }
    lines = [f"{folder}: {_facts(found.facts)}"]
    lines += [line for one in found.errors for line in _finding_lines("error", one)]
    lines += [line for one in found.warnings for line in _finding_lines("warning", one)]
    if found.fit:
        return Answer(document, [*lines, "fit to train on"])
    count = len(found.errors)
    wrong = f"{folder} is not fit to train on: {count} kind{'s' * (count > 1)} of error"
    return Answer(document, lines, wrong)


def built_answer(out: Path, built: Built) -> Answer:
    """What a build made; its warnings go to stderr."""
    for warning in built.warnings:
        say(f"note: {warning}")
    document = {
        "folder": str(out),
        "pairs": dict(built.pairs),
        "left_out": built.left_out,
        "warnings": list(built.warnings),
    }
    counts = ", ".join(f"{count:,} {part}" for part, count in built.pairs.items())
    lines = [f"{out}: {counts} pairs"]
    if built.left_out:
        lines.append(f"{built.left_out:,} sketches left out: their photo is not there")
    return Answer(document, lines)


def collection_answer(folder: Path, found: Collection, parts: Split | None, sheet: str) -> Answer:
    """Counts of a collection by class, and the sizes of a split."""
    sketches, photos = (Counter(i.label for i in some) for some in (found.sketches, found.photos))
    classes = [
        {"label": label, "sketches": sketches[label], "photos": photos[label]}
        for label in found.labels
    ]
    document = {
        "folder": str(folder),
        "sketches": len(found.sketches),
        "photos": len(found.photos),
        "classes": classes,
        "split": _split_document(parts),
        "sheet": sheet or None,
    }
    width = max(map(len, found.labels), default=0)
    lines = [
        f"{one['label']:<{width}} {one['sketches']:>7,} {one['photos']:>7,}" for one in classes
    ]
    total = f"{len(found.sketches):,} sketches, {len(found.photos):,} photos"
    head = f"{'class':<{width}} {'sketches':>7} {'photos':>6}"
    return Answer(
        document,
        [head, *lines, f"{len(classes)} classes, {total}", *_split_lines(parts), *_sheet(sheet)],
    )


def pairs_answer(folder: Path, parts: Mapping[Part, Sequence[Paired]], sheet: str) -> Answer:
    """Counts of a folder of pairs."""
    counts = {part: len(found) for part, found in parts.items()}
    document = {"folder": str(folder), "pairs": counts, "sheet": sheet or None}
    lines = [f"{part}: {count:,} pairs" for part, count in counts.items()]
    return Answer(document, [*lines, *_sheet(sheet)])


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(
        f"longer side {value['least']} to {value['most']} px"
        if isinstance(value, Mapping)
        else f"{value:,} {name}"
        for name, value in facts.items()
    )


def _finding_lines(kind: str, one: Finding) -> list[str]:
    more = ", ..." if one.count > len(one.files) else ""
    return [
        f"{kind}: {one.what}: {one.count:,}. {one.todo}",
        f"    {', '.join(one.files)}{more}",
    ]


def _split_document(parts: Split | None) -> dict[str, object] | None:
    if parts is None:
        return None
    sizes = {
        name: {"classes": len(p.labels), "sketches": len(p.sketches), "photos": len(p.photos)}
        for name, p in (("train", parts.train), ("test", parts.test))
    }
    return {"name": parts.name, **sizes, "warnings": list(parts.warnings)}


def _split_lines(parts: Split | None) -> list[str]:
    if parts is None:
        return []
    sizes = [
        f"{parts.name}, {name}: {len(p.labels)} classes, {len(p.sketches):,} sketches, "
        f"{len(p.photos):,} photos"
        for name, p in (("train", parts.train), ("test", parts.test))
    ]
    return [*sizes, *(f"note: {warning}" for warning in parts.warnings)]


def _sheet(sheet: str) -> list[str]:
    return [f"sheet: {sheet}"] if sheet else []
