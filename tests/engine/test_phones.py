"""What the engine does with a phone, against the real adb server and a phone of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.progress import Progress
from sketch2image.engine.phones import (
    PHONE_GALLERY,
    add_pictures,
    deliver,
    inbox,
    recipient,
    send,
    send_all,
)
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.gallery import list_galleries
from sketch2image.phone.device import AUTO, Phone
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect

PICTURE = str(sample_gallery() / "cup-1.jpg")


@pytest.fixture
def galaxy(adb: int) -> Iterator[Galaxy]:
    with Galaxy() as phone:
        connect(adb, phone)
        yield phone


@pytest.fixture
def told() -> list[str]:
    return []


def phone_of(told: list[str]) -> Phone:
    found = recipient(True, AUTO, told.append)
    assert found is not None
    return found


@pytest.mark.usefixtures("galaxy")
def test_nothing_is_sent_unless_it_is_wanted(home: Path, told: list[str]):
    assert recipient(None, AUTO, told.append) is None
    assert recipient(False, AUTO, told.append) is None
    (home / "settings.toml").write_text('push_to = "R5CT10ABCDE"\n')
    assert recipient(False, AUTO, told.append) is None
    assert recipient(None, "off", told.append) is None
    assert not told


def test_the_setting_names_the_phone_by_either_serial(galaxy: Galaxy, home: Path, told: list[str]):
    for serial in ("R5CT10ABCDE", galaxy.address, "auto"):
        (home / "settings.toml").write_text(f'push_to = "{serial}"\n')
        found = recipient(None, "", told.append)
        assert found is not None
        assert found.serial == galaxy.address
    assert not told


@pytest.mark.parametrize("serial", ["R5CT99ZZZZZ", "auto"])
def test_a_phone_of_the_setting_that_is_not_there_is_told(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch, serial: str
):
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", "1")
    (home / "settings.toml").write_text(f'push_to = "{serial}"\n')
    assert recipient(None, "", told.append) is None
    (line,) = told
    assert "adb server is not running" in line
    with pytest.raises(UserError, match="adb server is not running"):
        recipient(True, "", told.append)


def test_a_phone_that_is_switched_off_gets_nothing(told: list[str]):
    with pytest.raises(UserError, match="no phone to push to"):
        recipient(True, "off", told.append)


def test_a_picture_that_cannot_be_shown_there_is_there_all_the_same(
    galaxy: Galaxy, told: list[str]
):
    galaxy.packages.clear()
    sent = send(phone_of(told), PICTURE)
    assert galaxy.tree.read(sent.path) == Path(PICTURE).read_bytes()
    assert not sent.opened
    assert "does not open" in sent.note


def test_only_the_last_of_several_is_shown(galaxy: Galaxy, told: list[str]):
    sent = send_all(phone_of(told), [PICTURE, PICTURE], show=True)
    assert [one.opened for one in sent] == [False, True]
    assert galaxy.opened == [(sent[1].uri, "com.sec.android.gallery3d")]
    assert sent[0].path != sent[1].path


def test_an_answer_that_does_not_get_there_is_told(galaxy: Galaxy, told: list[str]):
    phone = phone_of(told)
    galaxy.faults.cut_receiving_after = 100
    sent = deliver(phone, PICTURE)
    assert sent is not None
    assert (sent.serial, sent.path, sent.opened) == (galaxy.address, "", False)
    assert sent.note
    assert deliver(None, PICTURE) is None


def test_sending_can_be_called_off(galaxy: Galaxy, told: list[str]):
    def stop(event: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        deliver(phone_of(told), PICTURE, stop)
    assert not galaxy.tree.paths("/sdcard/Pictures")


def test_pictures_of_the_page_come_into_the_gallery_of_the_phone():
    inbox().mkdir(parents=True)
    (inbox() / "cup.jpg").write_bytes(Path(PICTURE).read_bytes())
    with Tiers("lite") as tiers:
        assert add_pictures(inbox(), tiers).added == 1
    (gallery,) = list_galleries()
    assert (gallery.name, gallery.pictures) == (PHONE_GALLERY, 1)
