"""`gallery add|list|stats|verify|remove`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.output import Answer, Json, answering, show_progress

if TYPE_CHECKING:
    from sketch2image.gallery.adding import FailedFile

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
    as_json: Json = False,
) -> Answer:
    """Bring a gallery up to date with a folder: new, changed, renamed, removed pictures."""
    from sketch2image.engine.parts import lite
    from sketch2image.gallery.gallery import add_folder

    report = add_folder(folder, lite().encoder, name, show_progress)
    failed = _failures(report.failed)
    document = {
        "added": report.added,
        "updated": report.updated,
        "renamed": report.renamed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "failed": failed,
        "seconds": round(report.seconds, 3),
    }
    counts = ", ".join(f"{document[key]} {key}" for key in list(document)[:5])
    lines = [f"gallery {name}: {counts} in {report.seconds:.1f} s"]
    return Answer(document, [*lines, *(f"  not read: {f['path']}: {f['reason']}" for f in failed)])


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
        document = asdict(gallery.stats())
    return Answer(document, [f"{key:>9}: {value}" for key, value in document.items()])


def verify(name: Name = "default", as_json: Json = False) -> Answer:
    """Check a gallery against the files on disk; changes nothing."""
    from sketch2image.engine.parts import lite
    from sketch2image.gallery.gallery import open_gallery
    from sketch2image.gallery.verify import verify as check

    with open_gallery(name) as gallery:
        found = check(gallery, lite().encoder, show_progress)
    document = {"ok": found.ok, **asdict(found), "failed": _failures(found.failed)}
    return Answer(document, [f"{key:>14}: {value}" for key, value in document.items()])


def remove(name: Name, as_json: Json = False) -> Answer:
    """Forget a gallery; the pictures themselves are never touched."""
    from sketch2image.gallery.gallery import remove_gallery

    remove_gallery(name)
    return Answer({"removed": name}, [f"forgot gallery {name}; its pictures are untouched"])


def _failures(failed: Iterable[FailedFile]) -> list[dict[str, str]]:
    return [file._asdict() for file in failed]
