"""The settings dialog: everything in the schema can be changed, and holds at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sketch2image.core.settings import FILE, GROUPS, Settings, load
from sketch2image.ui import words
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.settings.dialog import SettingsDialog
from sketch2image.ui.settings.row import SettingRow

CHOICES = {
    "profile": [("default", "default"), ("pinch", "pinch")],
    "gallery": [("", "Sample pictures"), ("cats", "cats")],
}


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SKETCH2IMAGE_{name.upper()}", raising=False)


@pytest.fixture
def model(qapp: QApplication) -> SettingsModel:
    return SettingsModel()


@pytest.fixture
def dialog(qtbot, model: SettingsModel) -> SettingsDialog:
    return shown(qtbot, model)


def shown(qtbot, model: SettingsModel) -> SettingsDialog:
    made = SettingsDialog(model, CHOICES)
    qtbot.addWidget(made)
    made.show()
    return made


def row(dialog: SettingsDialog, name: str) -> SettingRow:
    return next(one for one in dialog.findChildren(SettingRow) if one.setting == name)


def back(found: SettingRow) -> QToolButton:
    return next(
        button
        for button in found.findChildren(QToolButton)
        if button.accessibleName().startswith(words.tr("Back to default"))
    )


def choose(box: QComboBox, value: str) -> None:
    """As a person does with the list of a box."""
    index = box.findData(value)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def complaint(found: SettingRow) -> str:
    labels = (one for one in found.findChildren(QLabel) if one.property("role") == "error")
    return next((one.text() for one in labels if one.isVisible()), "")


def test_every_setting_has_a_row(dialog: SettingsDialog):
    assert {one.setting for one in dialog.findChildren(SettingRow)} == set(Settings.model_fields)


def test_a_switch_holds_at_once(qtbot, dialog: SettingsDialog, home: Path):
    dialog.show_group("Answers")
    box = row(dialog, "live").findChild(QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert load().live
    assert "live = true" in (home / FILE).read_text()


@pytest.mark.parametrize(("name", "value"), [("hand", "left"), ("profile", "pinch")])
def test_a_choice_holds_at_once(dialog: SettingsDialog, name: str, value: str):
    choose(row(dialog, name).findChild(QComboBox), value)
    assert getattr(load(), name) == value


def test_a_whole_number_is_typed_or_slid(qtbot, dialog: SettingsDialog):
    found = row(dialog, "matches")
    found.findChild(QSpinBox).setValue(30)
    qtbot.waitUntil(lambda: load().matches == 30)
    assert found.findChild(QSlider).value() == 29
    found.findChild(QSlider).setValue(99)
    qtbot.waitUntil(lambda: load().matches == 100)


def test_a_number_is_slid_with_the_keys(qtbot, dialog: SettingsDialog):
    found = row(dialog, "paper")
    qtbot.keyClick(found.findChild(QSlider), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: load().paper == 1)
    assert found.findChild(QDoubleSpinBox).value() == 1


def test_a_number_that_may_be_none(qtbot, dialog: SettingsDialog):
    found = row(dialog, "turbo_fixed_strength")
    usual, field = found.findChild(QCheckBox), found.findChild(QDoubleSpinBox)
    assert usual.isChecked()
    assert not field.isEnabled()
    usual.setChecked(False)
    field.setValue(0.4)
    qtbot.waitUntil(lambda: load().turbo_fixed_strength == 0.4)
    usual.setChecked(True)
    assert load().turbo_fixed_strength is None


def test_text_is_taken_when_the_field_is_left(qtbot, dialog: SettingsDialog):
    dialog.show_group("Answers")
    field = row(dialog, "vocabulary").findChild(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "cat, dog")
    assert load().vocabulary == "default"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert load().vocabulary == "cat, dog"
    assert dialog.isVisible()


def test_a_color_is_one_of_the_known_or_any(
    dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
):
    box = row(dialog, "color").findChild(QComboBox)
    choose(box, "red")
    assert load().color == "red"
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#12ab34"))
    choose(box, "other")
    assert load().color == "#12ab34"
    assert box.currentText() == "#12ab34"


def test_a_color_dialog_that_is_called_off_changes_nothing(
    dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
):
    box = row(dialog, "color").findChild(QComboBox)
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor())
    choose(box, "other")
    assert load().color == box.currentData() == "black"


@pytest.mark.parametrize("name", ["gallery", "render_model"])
def test_a_folder_may_be_chosen(
    qtbot, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch, name: str, tmp_path: Path
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    found = row(dialog, name)
    button = next(b for b in found.findChildren(QToolButton) if b is not back(found))
    button.click()
    assert getattr(load(), name) == str(tmp_path)


def test_back_to_default(dialog: SettingsDialog, home: Path):
    found = row(dialog, "hand")
    assert not back(found).isEnabled()
    choose(found.findChild(QComboBox), "left")
    back(found).click()
    assert load().hand == "any"
    assert "hand" not in (home / FILE).read_text()
    assert found.findChild(QComboBox).currentData() == "any"


def test_what_changes_elsewhere_is_shown(dialog: SettingsDialog, model: SettingsModel):
    model.set("hand", "right")
    assert row(dialog, "hand").findChild(QComboBox).currentText() == "Right"


def test_what_is_wrong_stands_beside_its_row(dialog: SettingsDialog, home: Path):
    (home / FILE).write_text("palm = 7\n")
    found = row(dialog, "hand")
    choose(found.findChild(QComboBox), "left")
    assert "palm" in complaint(found)
    assert "palm" not in complaint(row(dialog, "color"))


def test_a_disk_that_cannot_be_written_is_said_in_korean(
    dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
):
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    words.speak("ko")
    found = row(dialog, "hand")
    choose(found.findChild(QComboBox), "left")
    assert complaint(found).endswith("디스크에 공간이 없음")


def test_what_the_environment_fixes_cannot_be_changed_here(
    qtbot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
):
    monkeypatch.setenv("SKETCH2IMAGE_HAND", "left")
    found = row(shown(qtbot, SettingsModel()), "hand")
    assert not found.findChild(QComboBox).isEnabled()
    assert not back(found).isEnabled()
    assert any("SKETCH2IMAGE_HAND" in label.text() for label in found.findChildren(QLabel))


def test_all_of_it_is_korean_at_once(dialog: SettingsDialog):
    words.speak("ko")
    listed = dialog.findChild(QListWidget)
    assert [listed.item(i).text() for i in range(listed.count())] == [
        words.tr(title) for title in GROUPS
    ]
    assert dialog.windowTitle() == "설정"
    assert row(dialog, "hand").findChild(QComboBox).currentText() == "아무 손"


def test_everything_that_takes_the_focus_has_a_name(dialog: SettingsDialog):
    nameless = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, QListWidget | QComboBox | QCheckBox | QSlider | QPushButton
                       | QToolButton | QSpinBox | QDoubleSpinBox)
        and not widget.accessibleName()
    ]  # fmt: skip
    assert not nameless


def test_tab_goes_through_a_page_and_comes_back(qtbot, dialog: SettingsDialog):
    dialog.activateWindow()
    start = dialog.findChild(QListWidget)
    start.setFocus()
    seen = []
    while not seen or seen[-1] is not start:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() not in seen
        seen.append(dialog.focusWidget())
    fields = {row(dialog, name).findChild(kind) for name, kind in
              (("profile", QComboBox), ("hand", QComboBox), ("width", QSlider))}  # fmt: skip
    assert fields <= set(seen)


def test_the_file_is_opened(dialog: SettingsDialog, home: Path, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Open the file").click()
    assert opened == [str(home / FILE)]
    assert (home / FILE).is_file()


def test_a_group_that_is_not_there_is_an_error(dialog: SettingsDialog):
    with pytest.raises(ValueError, match="not in"):
        dialog.show_group("Colors")
