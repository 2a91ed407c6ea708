"""The gallery manager, driven with mouse and keys over a scripted engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    AddFolder,
    AddReport,
    ListGalleries,
    RemoveGallery,
    Rescan,
)
from sketch2image.ui import words
from sketch2image.ui.galleries.addition import Addition
from sketch2image.ui.galleries.dialog import GalleryManager
from sketch2image.ui.model.studio import Studio
from tests.ui.behind import answer, nameless, question
from tests.ui.galleries.three import FAILED
from tests.ui.scripted_engine import ScriptedEngine

LEFT = Qt.MouseButton.LeftButton
REPORT = AddReport(118, 0, 0, 0, 4, list(FAILED), 2.0)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Folders that were opened in the file manager."""
    folders: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: folders.append(url.toLocalFile()))
    return folders


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


def dropped(path: Path) -> QMimeData:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    return held


def drag(manager: GalleryManager, held: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, held, LEFT, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    manager.dragEnterEvent(event)
    return event


def drop(manager: GalleryManager, held: QMimeData) -> None:
    manager.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, held, LEFT, Qt.KeyboardModifier.NoModifier
        )
    )


def said(manager: GalleryManager) -> list[str]:
    model = manager.list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def test_each_gallery_says_what_it_holds_and_which_one_is_searched(manager: GalleryManager):
    assert said(manager) == [
        "My pictures, 118 pictures, 2 not read, searched now",
        "old, damaged",
        "Sample pictures, 312 pictures",
    ]


def test_the_searched_gallery_is_shown_first_with_folders_and_failed_files(
    manager: GalleryManager,
):
    details = manager.details
    assert details.name.text() == "My pictures"
    assert details.chip.isVisible()
    assert details.folders.item(0).text() == "/photos"
    table = details.failures.table
    assert [table.item(row, 0).text() for row in range(2)] == ["empty.png", "notes.jpg"]
    assert table.item(1, 1).text() == "is not a picture (it holds text)"


def test_a_button_searches_the_gallery_from_now_on(
    manager: GalleryManager, studio: Studio, qtbot: QtBot
):
    assert not manager.search.isEnabled()
    manager.list.select("/samples")
    press(qtbot, manager.search)
    assert studio.asking.wishes.gallery == "/samples"
    assert studio.settings.value("gallery") == "/samples"
    assert said(manager)[2].endswith("searched now")
    assert not manager.search.isEnabled()


def test_enter_in_the_list_searches_and_does_not_close(
    manager: GalleryManager, studio: Studio, qtbot: QtBot
):
    manager.list.setFocus()
    qtbot.keyClick(manager.list, Qt.Key.Key_End)
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    assert studio.asking.wishes.gallery == "/samples"
    assert manager.isVisible()


def test_a_setting_that_cannot_be_written_is_told_and_the_gallery_searched_all_the_same(
    manager: GalleryManager, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise UserError(ErrorKind.output, "cannot write settings.toml: no space left on device")

    monkeypatch.setattr(studio.settings, "set", refuse)
    with qtbot.waitSignal(studio.notices.told) as told:
        manager.list.select("/samples")
        press(qtbot, manager.search)
    assert "no space left" in told.args[0].text
    assert studio.asking.wishes.gallery == "/samples"


def test_a_folder_is_added_to_a_new_gallery(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot, tmp_path: Path
):
    engine.answer(AddFolder, REPORT)
    press(qtbot, manager.add)
    addition = question(manager, Addition)
    assert not addition.ok.isEnabled()
    qtbot.keyClicks(addition.folder, str(tmp_path))
    addition.name.lineEdit().selectAll()
    qtbot.keyClicks(addition.name.lineEdit(), "trips")
    qtbot.keyClick(addition.name.lineEdit(), Qt.Key.Key_Return)
    assert engine.asked(AddFolder) == [AddFolder(str(tmp_path), "trips")]
    assert not addition.isVisible()


def test_the_gallery_that_is_selected_is_offered_for_a_folder(
    manager: GalleryManager, qtbot: QtBot
):
    manager.list.select("old")
    press(qtbot, manager.add)
    assert question(manager, Addition).name.currentText() == "old"


def test_folders_go_to_the_usual_gallery_when_the_samples_are_selected(
    manager: GalleryManager, qtbot: QtBot
):
    manager.list.select("/samples")
    press(qtbot, manager.add)
    assert question(manager, Addition).name.currentText() == "default"


@pytest.mark.parametrize(
    ("folder", "name", "problem"),
    [
        ("/no/such", "trips", "no such folder"),
        (".", "a/b", "cannot name"),
        (".", "", "cannot name"),
    ],
)
def test_a_wrong_folder_or_name_cannot_be_added(
    manager: GalleryManager, qtbot: QtBot, folder: str, name: str, problem: str
):
    press(qtbot, manager.add)
    addition = question(manager, Addition)
    addition.folder.setText(folder)
    addition.name.setCurrentText(name)
    assert problem in addition.problem.text()
    assert not addition.ok.isEnabled()


def test_a_folder_can_be_browsed_for(
    manager: GalleryManager, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    press(qtbot, manager.add)
    addition = question(manager, Addition)
    press(qtbot, addition.browse)
    assert addition.folder.text() == str(tmp_path)
    assert addition.ok.isEnabled()


def test_progress_counts_pictures_and_time_and_can_be_called_off(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.hold(AddFolder)
    studio.galleries.add_folder("/photos")
    assert manager.strip.title.text() == "Adding photos"
    engine.last(AddFolder).report(Progress("gallery", 480, 1204, "/photos/a.jpg", 130.0))
    shown = "480 of 1,204 pictures · about 2 min left"
    qtbot.waitUntil(lambda: manager.strip.state.text() == shown)
    assert manager.strip.bar.value() == pytest.approx(399, abs=1)
    assert not manager.rescan.isEnabled()
    press(qtbot, manager.strip.stop)
    assert engine.last(AddFolder).is_cancelled
    assert manager.strip.hint.text() == "What was added stays."
    assert manager.rescan.isEnabled()


def test_the_galleries_are_looked_at_again_when_work_was_called_off(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.hold(AddFolder)
    studio.galleries.add_folder("/photos")
    before = len(engine.asked(ListGalleries))
    press(qtbot, manager.strip.stop)
    qtbot.waitUntil(lambda: len(engine.asked(ListGalleries)) == before + 1)


def test_what_was_added_is_summed_up_and_failed_files_are_one_click_away(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.answer(AddFolder, REPORT)
    manager.list.select("/samples")
    studio.galleries.add_folder("/photos", "default")
    qtbot.waitUntil(lambda: manager.strip.title.text() == "118 added, 2 not read")
    press(qtbot, manager.strip.show_more)
    assert manager.details.name.text() == "My pictures"
    assert manager.focusWidget() is manager.details.failures.table
    press(qtbot, manager.strip.hide_it)
    assert not manager.strip.isVisible()


def test_a_fault_stands_in_the_dialog_and_can_be_tried_again(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.fail(AddFolder, UserError(ErrorKind.output, "the disk is full", "Make room."))
    studio.galleries.add_folder("/photos", "trips")
    qtbot.waitUntil(lambda: manager.strip.title.text() == "The disk is full")
    assert manager.strip.hint.text() == "Make room."
    engine.answer(AddFolder, REPORT)
    press(qtbot, manager.strip.retry)
    qtbot.waitUntil(lambda: "118 added" in manager.strip.title.text())
    assert engine.asked(AddFolder) == [AddFolder("/photos", "trips")] * 2


def test_a_fault_of_ours_is_no_traceback(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.fail(AddFolder, ZeroDivisionError("division by zero"))
    studio.galleries.add_folder("/photos")
    qtbot.waitUntil(lambda: "no fault of yours" in manager.strip.title.text())
    assert manager.strip.retry.isVisible()


def test_changes_are_looked_for_in_the_gallery_selected(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(Rescan, (AddReport(0, 1, 0, 3, 114, [], 1.0), AddReport(2, 0, 0, 0, 1, [], 1.0)))
    press(qtbot, manager.rescan)
    assert engine.asked(Rescan) == [Rescan("default")]
    qtbot.waitUntil(lambda: manager.strip.title.text() == "2 added, 1 changed, 3 gone")
    assert not manager.strip.show_more.isVisible()


def test_forgetting_is_asked_first_and_the_question_says_that_pictures_stay(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot
):
    press(qtbot, manager.forget)
    box = question(manager, QMessageBox)
    assert "“My pictures”" in box.text()
    assert box.informativeText() == "Your pictures stay where they are."
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not engine.asked(RemoveGallery)


def test_a_forgotten_gallery_is_searched_no_more(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.answer(RemoveGallery, None)
    press(qtbot, manager.forget)
    engine.answer(ListGalleries, studio.galleries.galleries[1:])
    qtbot.mouseClick(answer(question(manager, QMessageBox), "Forget"), LEFT)
    assert engine.asked(RemoveGallery) == [RemoveGallery("default")]
    qtbot.waitUntil(lambda: manager.list.count() == 2)
    assert studio.asking.wishes.gallery == "/samples"
    assert "where they were" in manager.strip.title.text()


def test_the_sample_pictures_cannot_be_forgotten(manager: GalleryManager):
    manager.list.select("/samples")
    assert not manager.forget.isEnabled()


def test_a_damaged_gallery_says_why_and_what_to_do(manager: GalleryManager):
    manager.list.select("old")
    assert manager.details.fault.text() == "Its catalog cannot be read"
    assert "add its folders again" in manager.details.advice.text()
    assert manager.forget.isEnabled()
    assert not manager.search.isEnabled()
    assert not manager.rescan.isEnabled()


def test_a_folder_that_is_dropped_is_added_to_the_gallery_selected(
    manager: GalleryManager, engine: ScriptedEngine, tmp_path: Path
):
    engine.answer(AddFolder, REPORT)
    assert drag(manager, dropped(tmp_path)).isAccepted()
    drop(manager, dropped(tmp_path))
    assert engine.asked(AddFolder) == [AddFolder(str(tmp_path), "default")]


def test_a_file_cannot_be_dropped(manager: GalleryManager, engine: ScriptedEngine, tmp_path: Path):
    file = tmp_path / "one.txt"
    file.write_text("no folder")
    assert not drag(manager, dropped(file)).isAccepted()
    drop(manager, dropped(file))
    assert not engine.asked(AddFolder)


def test_failed_files_are_copied_with_their_reasons(manager: GalleryManager, qtbot: QtBot):
    press(qtbot, manager.details.failures.copy)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines == ["\t".join(file) for file in FAILED]
    manager.details.failures.table.selectRow(1)
    qtbot.keyClick(
        manager.details.failures.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
    )
    assert QGuiApplication.clipboard().text() == "\t".join(FAILED[1])


def test_the_folder_of_a_failed_file_is_opened(
    manager: GalleryManager, qtbot: QtBot, opened: list[str]
):
    failures = manager.details.failures
    assert not failures.open.isEnabled()
    failures.table.selectRow(0)
    press(qtbot, failures.open)
    assert opened == ["/photos/trip"]


def test_a_folder_of_the_gallery_is_opened_with_enter(
    manager: GalleryManager, qtbot: QtBot, opened: list[str]
):
    folders = manager.details.folders
    folders.setCurrentRow(0)
    qtbot.keyClick(folders, Qt.Key.Key_Return)
    assert opened == ["/photos"]


def test_escape_closes_and_work_goes_on(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.hold(AddFolder)
    studio.galleries.add_folder("/photos")
    qtbot.keyClick(manager.list, Qt.Key.Key_Escape)
    assert not manager.isVisible()
    assert not engine.last(AddFolder).is_over


def test_every_control_has_a_name(manager: GalleryManager, qtbot: QtBot):
    press(qtbot, manager.add)
    assert not nameless(manager)


def test_it_speaks_korean_without_a_restart(manager: GalleryManager):
    words.speak("ko")
    assert manager.windowTitle() == "갤러리"
    assert manager.search.text() == "이 갤러리 검색"
    assert said(manager)[2] == "견본 사진, 사진 312장"
    assert manager.details.failures.title.text() == "파일 2개를 읽지 못했습니다"


def test_it_fits_a_small_screen_with_everything_shown(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.hold(AddFolder)
    studio.galleries.add_folder("/photos")
    least = manager.minimumSizeHint()
    assert (least.width() <= 1280, least.height() <= 680) == (True, True)
