"""The person's galleries: what is chosen, added, forgotten."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.desktop.tasks import (
    AddFolder,
    AddReport,
    GalleryState,
    ListGalleries,
    RemoveGallery,
    Rescan,
)
from sketch2image.ui.model.galleries import can_be_forgotten, takes_folders
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.work import State
from tests.ui.scripted_engine import SAMPLES, ScriptedEngine

OWN = GalleryState("default", "default", ("/photos",), 118)
TRIPS = GalleryState("trips", "trips", ("/trips",), 7)
DAMAGED = GalleryState("old", "old", (), 9, (), "cannot be opened")
UNNAMED = GalleryState("scans", "/home/min/scans", ("/home/min/scans",), 3)
REPORT = AddReport(1, 0, 0, 0, 0, [], 1.0)


def listed(studio: Studio, engine: ScriptedEngine, qtbot: QtBot, *states: GalleryState) -> None:
    engine.answer(ListGalleries, states)
    with qtbot.waitSignal(studio.galleries.changed):
        studio.galleries.refresh()


@pytest.mark.parametrize(
    ("states", "chosen"),
    [
        ((SAMPLES,), SAMPLES),
        ((TRIPS, OWN, SAMPLES), OWN),
        ((DAMAGED, TRIPS, SAMPLES), TRIPS),
        ((DAMAGED, SAMPLES), SAMPLES),
    ],
)
def test_ones_own_gallery_is_searched_before_others_and_a_damaged_one_never(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot, states: tuple[GalleryState, ...], chosen
):
    listed(studio, engine, qtbot, *states)
    assert studio.galleries.chosen == chosen


def test_the_gallery_of_the_settings_is_searched(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    studio.settings.set("gallery", "trips")
    listed(studio, engine, qtbot, OWN, TRIPS, SAMPLES)
    assert studio.galleries.chosen == TRIPS


def test_a_gallery_is_searched_once_it_was_added_to(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    listed(studio, engine, qtbot, OWN, TRIPS, SAMPLES)
    engine.answer(AddFolder, REPORT)
    with qtbot.waitSignal(studio.galleries.add_folder("/trips", "trips").done):
        pass
    assert studio.galleries.chosen == TRIPS
    assert studio.galleries.outcome is not None
    assert studio.galleries.outcome.answer == REPORT


def test_work_waits_its_turn_and_cancel_ends_all_of_it(studio: Studio, engine: ScriptedEngine):
    engine.hold(AddFolder)
    first, second = (studio.galleries.add_folder(folder) for folder in ("/a", "/b"))
    assert studio.galleries.work is first
    studio.galleries.cancel()
    assert (first.state, second.state) == (State.cancelled, State.cancelled)
    assert studio.galleries.work is None
    assert engine.asked(AddFolder) == [AddFolder("/a", "default")]


def test_what_failed_is_kept_until_it_is_tried_again_or_dismissed(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    fault = UserError(ErrorKind.gallery, "another program is at it")
    engine.fail(Rescan, fault)
    with qtbot.waitSignal(studio.notices.told):
        studio.galleries.rescan("trips")
    assert studio.galleries.outcome is not None
    assert studio.galleries.outcome.error is fault
    engine.hold(Rescan)
    studio.galleries.again()
    assert studio.galleries.outcome is None
    assert engine.asked(Rescan) == [Rescan("trips")] * 2
    studio.galleries.cancel()
    studio.galleries.dismiss()
    assert studio.galleries.outcome is None


def test_without_work_there_is_nothing_to_do_again(studio: Studio, engine: ScriptedEngine):
    studio.galleries.again()
    studio.galleries.cancel()
    assert not engine.tasks


def test_another_gallery_can_be_forgotten_without_a_change_of_search(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    listed(studio, engine, qtbot, OWN, TRIPS, SAMPLES)
    engine.answer(RemoveGallery, None)
    with qtbot.waitSignal(studio.galleries.remove("trips").done):
        pass
    assert studio.galleries.chosen == OWN


def test_folders_go_into_named_galleries_only(studio: Studio, engine: ScriptedEngine, qtbot: QtBot):
    listed(studio, engine, qtbot, TRIPS, UNNAMED, SAMPLES)
    assert studio.galleries.named == ("default", "trips")
    assert takes_folders(TRIPS)
    assert not takes_folders(UNNAMED)


def test_all_but_the_samples_can_be_forgotten():
    assert [can_be_forgotten(one) for one in (OWN, UNNAMED, DAMAGED, SAMPLES)] == [True] * 3 + [
        False
    ]
