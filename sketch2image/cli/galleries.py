"""`gallery add|list|stats|verify|remove`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.cli.tiers import tiers
from sketch2image.core.parts import ENCODER

if TYPE_CHECKING:
    from sketch2image.gallery.facts import AddReport, FailedFile, GalleryStats
    from sketch2image.gallery.verify import VerifyReport

_COUNTS = ("added", "updated", "renamed", "removed", "unchanged")

Name = Annotated[str, typer.Argument(metavar="NAME|DIR", help="Gallery.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Make your own pictures searchable."
    )
    group.command()(answering(add))
    group.command("list")(answering(list_))
    group.command()(answering(stats))
    group.command()(answering(verify))
    group.command()(answering(remove))
    app.add_typer(group, name="gallery")


def add(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder of pictures.")],
    name: Annotated[str, typer.Option(help="Gallery to add to; made when missing.")] = "default",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Bring a gallery up to date with a folder: new, changed, renamed, removed pictures."""
    from sketch2image.gallery.gallery import add_folder

    with tiers(tier, or_lite, ENCODER) as opened:
        report = opened.use(lambda parts: add_folder(folder, parts.encoder, name, show_progress))
    lines = [f"gallery {name}: {added_line(report)}"]
    return Answer(added_document(report), lines + failed_lines(report.failed))


def list_(as_json: Json = False) -> Answer:
    """Galleries, and the folders they hold."""
    from sketch2image.gallery.gallery import list_galleries

    found = list_galleries()
    lines = [
        f"{info.name}: {info.fault or f'{info.pictures} pictures'}  {', '.join(info.folders)}"
        for info in found
    ]
    nothing = ["no gallery yet; make one with `gallery add FOLDER`"]
    return Answer({"galleries": [asdict(info) for info in found]}, lines or nothing)


def stats(name: Name = "default", as_json: Json = False) -> Answer:
    """What a gallery holds."""
    from sketch2image.gallery.gallery import open_gallery

    with open_gallery(name) as gallery:
        held = gallery.stats()
    return Answer(asdict(held), _stats_lines(held))


def verify(
    name: Name = "default",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """Check a gallery against the files on disk; changes nothing."""
    from sketch2image.gallery.gallery import open_gallery
    from sketch2image.gallery.verify import verify as check

    with open_gallery(name) as gallery, tiers(tier, or_lite, ENCODER) as opened:
        found = opened.use(lambda parts: check(gallery, parts.encoder, show_progress))
    document = {"ok": found.ok, **asdict(found), "failed": _failures(found.failed)}
    return Answer(document, _verify_lines(found))


def remove(name: Name, as_json: Json = False) -> Answer:
    """Forget a gallery; the pictures themselves are never touched."""
    from sketch2image.gallery.gallery import remove_gallery

    remove_gallery(name)
    return Answer({"removed": name}, [f"forgot gallery {name}; its pictures are untouched"])


def _failures(failed: Iterable[FailedFile]) -> list[dict[str, str]]:
    return [file._asdict() for file in failed]


def added_document(report: AddReport) -> dict[str, Any]:
    """What adding a folder did, for `--json`."""
    counts = {name: getattr(report, name) for name in _COUNTS}
    failed, seconds = _failures(report.failed), round(report.seconds, 3)
    return {**counts, "failed": failed, "seconds": seconds}


def added_line(report: AddReport) -> str:
    """The same for people."""
    counts = ", ".join(f"{getattr(report, name)} {name}" for name in _COUNTS)
    return f"{counts} in {report.seconds:.1f} s"


def failed_lines(failed: Iterable[FailedFile]) -> list[str]:
    return [f"  not read: {path}: {reason}" for path, reason in failed]


def _stats_lines(held: GalleryStats) -> list[str]:
    return [
        f"gallery {held.name}: {held.pictures} pictures ({held.contents} different), "
        f"{held.failed} not read",
        *(f"  folder: {folder}" for folder in held.folders),
        *(f"  vectors: {count} by {encoder}" for encoder, count in held.vectors.items()),
        f"  state: {held.store}, {held.bytes / 1e6:.1f} MB, revision {held.revision}",
    ]


def _verify_lines(found: VerifyReport) -> list[str]:
    counts = (
        f"{found.checked} pictures checked, {len(found.missing)} missing, "
        f"{len(found.changed)} changed, {len(found.failed)} not read"
    )
    index = [] if found.index_ok else ["  the search index does not fit; add the folder again"]
    return [
        f"{counts}: {'all well' if found.ok else 'not all well'}",
        *(f"  missing: {path}" for path in found.missing),
        *(f"  changed: {path}" for path in found.changed),
        *(f"  without a vector: {path}" for path in found.without_vector),
        *failed_lines(found.failed),
        *index,
        *(f"  catalog: {fault}" for fault in found.faults),
    ]
