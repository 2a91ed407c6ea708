"""What a window asks of its engine processes, and what it is given.

Each task pickles and names the type of its answer. Nothing here, nor in the modules of the answers,
imports more than NumPy: a window can take an answer apart without a hitch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image, SearchAnswer
from sketch2image.engine.checkup import Check
from sketch2image.engine.desktop.phone_tasks import (
    ConnectPhone,
    InvitePhone,
    ListAddresses,
    OfferAnswer,
    PageEnd,
    PageNews,
    PairingCode,
    PairPhone,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SendSheet,
    ServePage,
    ShowOnPhone,
    StartAdb,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.engine.desktop.task import Task
from sketch2image.engine.request import Query, Request, Result
from sketch2image.gallery.facts import AddReport, FailedFile
from sketch2image.models.record import Pulled
from sketch2image.phone.device import Seen, State, Survey

__all__ = [
    "AddFolder",
    "AddReport",
    "Answer",
    "Check",
    "Checkup",
    "ChooseModel",
    "ConnectPhone",
    "FailedFile",
    "GalleryState",
    "InvitePhone",
    "ListAddresses",
    "ListGalleries",
    "ListModels",
    "LookUp",
    "ModelRow",
    "ModelsReady",
    "OfferAnswer",
    "OpenSketch",
    "PageEnd",
    "PageNews",
    "PairPhone",
    "PairingCode",
    "PhoneSent",
    "PhoneSynced",
    "PullModels",
    "Pulled",
    "PushToPhone",
    "Query",
    "ReadPicture",
    "RemoveGallery",
    "RemoveModel",
    "Request",
    "Rescan",
    "Result",
    "SaveAnswer",
    "SaveSheet",
    "SaveSketch",
    "SaveStrip",
    "SearchAnswer",
    "Seen",
    "SendSheet",
    "ServePage",
    "ShowOnPhone",
    "StartAdb",
    "State",
    "Survey",
    "SurveyPhone",
    "SyncPhone",
    "Task",
    "WarmUp",
]


@dataclass(frozen=True)
class Answer(Task[Result]):
    """Caption, picture and matches of a sketch.

    Attributes:
        request: what is asked.
        tier: which models answer; empty for the settings'.
    """

    request: Request
    tier: str = ""


@dataclass(frozen=True)
class LookUp(Task[SearchAnswer]):
    """Pictures of a gallery like one picture, like words, or like both.

    Attributes:
        query: with one picture at most.
        tier: which models answer; empty for the settings'.
    """

    query: Query
    tier: str = ""


@dataclass(frozen=True)
class ModelsReady:
    """The models that answer from now on.

    Attributes:
        taken: "lite" or "full".
        why: these were taken.
        usual_strength: how closely strokes are followed where nothing is said, 0..1.
        has_styles: whether pictures can be asked for in a style, with a seed and a strength.
    """

    taken: str
    why: str
    usual_strength: float
    has_styles: bool


@dataclass(frozen=True)
class WarmUp(Task[ModelsReady]):
    """Make ready to answer: lite models are loaded now, full ones when they are first asked.

    Attributes:
        tier: which models will answer; empty for the settings'.
    """

    tier: str = ""


@dataclass(frozen=True)
class AddFolder(Task[AddReport]):
    """Bring a gallery up to date with a folder.

    Attributes:
        folder: of pictures; paths in answers are spelled beginning with it.
        gallery: name of the gallery, which is made when missing.
    """

    folder: str
    gallery: str


@dataclass(frozen=True)
class Rescan(Task[tuple[AddReport, ...]]):
    """Bring a gallery up to date with each of its folders; files that failed are tried again.

    Attributes:
        gallery: name, or folder of an unnamed one.
    """

    gallery: str


@dataclass(frozen=True)
class GalleryState:
    """One gallery and what could not be read of it.

    Attributes:
        name: what a person calls it.
        where: name or folder, as `Request.gallery` takes it.
        folders: as they were given.
        pictures: how many it holds.
        failed: files that could not be read, and why.
        fault: why the gallery cannot be opened, or "".
    """

    name: str
    where: str
    folders: tuple[str, ...]
    pictures: int
    failed: tuple[FailedFile, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class ListGalleries(Task[tuple[GalleryState, ...]]):
    """All galleries, the sample pictures always among them and last."""


@dataclass(frozen=True)
class RemoveGallery(Task[None]):
    """Forget a gallery; its pictures are not touched.

    Attributes:
        where: name, or folder of an unnamed one.
    """

    where: str


@dataclass(frozen=True)
class ModelRow:
    """One checkpoint of the model table and how it stands on this machine.

    Attributes:
        id: name in the table, or the folder of a model of one's own.
        stage: of the pipeline it serves, e.g. "caption".
        capability: what it can do, one line.
        licence: SPDX name, or a line for people.
        terms: where to read the licence; may be empty.
        size: bytes on disk when it is here, about; 0 when not known.
        state: "here", "bundled", "put by hand", "partly here" or "not here".
        bytes: what it takes up now.
        needs: ids of the checkpoints it stands on.
        by_hand: what a person can do when it cannot be fetched.
        fetchable: whether `PullModels` can bring it, or what is missing of it.
        removable: whether `RemoveModel` takes it.
        accepted: whether its licence needs no more asking.
        part: "captioner", "renderer", "encoder" or "detector" where `ChooseModel` takes it for one
            of these; else empty.
        chosen: whether it does its part in the full tier.
    """

    id: str
    stage: str
    capability: str
    licence: str
    terms: str
    size: int
    state: str
    bytes: int
    needs: tuple[str, ...]
    by_hand: str
    fetchable: bool
    removable: bool
    accepted: bool
    part: str
    chosen: bool


@dataclass(frozen=True)
class ListModels(Task[tuple[ModelRow, ...]]):
    """The table of checkpoints."""


@dataclass(frozen=True)
class PullModels(Task[tuple[Pulled, ...]]):
    """Fetch checkpoints and those they stand on; goes on where an earlier try ended.

    Attributes:
        ids: of the model table.
        accepted: ids whose licence the person accepts now; remembered.
    """

    ids: tuple[str, ...]
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChooseModel(Task[str]):
    """Let a model do a part of the full tier from now on; gives its id, or "" for the default.

    Attributes:
        part: "captioner", "renderer", "encoder" or "detector".
        wish: an id, a folder, or "default".
    """

    part: str
    wish: str


@dataclass(frozen=True)
class RemoveModel(Task[int]):
    """Delete a checkpoint of the full tier; gives the bytes freed.

    Attributes:
        id: of the model table.
    """

    id: str


@dataclass(frozen=True)
class OpenSketch(Task[Sketch]):
    """Read a drawing: our own SVG, or a picture of one, whose ground is made white.

    Attributes:
        path: of the file.
    """

    path: str


@dataclass(frozen=True)
class ReadPicture(Task[Image]):
    """Read a picture as it is meant to be seen, no side longer than 1,600 pixels.

    Attributes:
        path: of the file.
    """

    path: str


@dataclass(frozen=True)
class SaveAnswer(Task[dict[str, Any]]):
    """Write all files of an answer; gives the document of `engine.save.save`.

    Attributes:
        result: the answer.
        folder: where they go; made when missing.
    """

    result: Result
    folder: str


@dataclass(frozen=True)
class SaveSheet(Task[str]):
    """Write the contact sheet of an answer as a PNG; gives its path.

    Attributes:
        result: the answer.
        path: where it goes; ends in `.png`.
    """

    result: Result
    path: str


@dataclass(frozen=True)
class SaveStrip(Task[str]):
    """Write the strip of an answer as a PNG; gives its path.

    Attributes:
        result: the answer.
        path: where it goes; ends in `.png`.
    """

    result: Result
    path: str


@dataclass(frozen=True)
class SaveSketch(Task[tuple[str, ...]]):
    """Write a drawing; gives the paths written.

    Attributes:
        sketch: the drawing.
        path: ends in `.svg`, or in `.png`, which gets an `.svg` beside it.
    """

    sketch: Sketch
    path: str


@dataclass(frozen=True)
class Checkup(Task[tuple[Check, ...]]):
    """Look at everything the program can use on this machine."""
