"""Adding folders: what is found, what is kept, what is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, silent
from sketch2image.gallery.facts import AddReport
from sketch2image.gallery.gallery import Gallery, add_folder, open_gallery
from sketch2image.gallery.lock import writer
from sketch2image.gallery.search import search
from sketch2image.gallery.verify import verify
from tests.gallery.tiny_encoder import TinyEncoder

Paint = Callable[[Path, int], Path]
REPOSITORY = Path(__file__).resolve().parents[2]


def numbers(report: AddReport) -> dict[str, int]:
    names = ("added", "updated", "renamed", "removed", "unchanged")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def paths_in(gallery: Gallery) -> list[str]:
    spelled = gallery.spelled()
    return [spelled(entry) for entry in gallery.catalog.entries().values()]


def best(gallery: Gallery, encoder: TinyEncoder, picture: Path) -> str:
    return search(gallery, encoder, [open_picture(picture)], k=1)[0].matches[0].path


def test_first_and_second_time(photos: Path, encoder: TinyEncoder) -> None:
    assert numbers(add_folder(photos, encoder, "mine")) == {"added": 6}
    assert numbers(add_folder(photos, encoder, "mine")) == {"unchanged": 6}
    assert encoder.encoded == 6


def test_new_changed_renamed_and_removed(photos: Path, encoder: TinyEncoder, paint: Paint) -> None:
    add_folder(photos, encoder, "mine")
    paint(photos / "new.png", 10)
    paint(photos / "0.png", 11)
    (photos / "1.png").rename(photos / "sub" / "one.png")
    (photos / "2.png").unlink()
    report = add_folder(photos, encoder, "mine")
    expected = {"added": 1, "updated": 1, "renamed": 1, "removed": 1, "unchanged": 3}
    assert numbers(report) == expected
    assert encoder.encoded == 6 + 2
    with Gallery.named("mine") as gallery:
        assert best(gallery, encoder, photos / "0.png") == str(photos / "0.png")
        assert best(gallery, encoder, photos / "sub" / "one.png") == str(photos / "sub/one.png")
        assert gallery.catalog.counts().vectors == {"tiny-1": 6}


def test_touched_file_is_unchanged(photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, "mine")
    os.utime(photos / "0.png", (1, 1))
    assert numbers(add_folder(photos, encoder, "mine")) == {"unchanged": 6}
    assert encoder.encoded == 6


def test_copies_are_encoded_once_and_all_found(photos: Path, encoder: TinyEncoder) -> None:
    shutil.copy(photos / "0.png", photos / "copy.png")
    assert numbers(add_folder(photos, encoder, "mine")) == {"added": 7}
    assert encoder.encoded == 6
    with Gallery.named("mine") as gallery:
        (answer,) = search(gallery, encoder, [open_picture(photos / "0.png")], k=2)
        assert [match.path for match in answer.matches] == [
            str(photos / "0.png"),
            str(photos / "copy.png"),
        ]


def test_names_of_every_kind(tmp_path: Path, encoder: TinyEncoder, paint: Paint) -> None:
    names = [
        "고양이.png",
        "two words.JPEG",
        "new\nline.png",
        "émoji 🎨.webp",
        "quote'\".png",
        "%_.png",
    ]
    for seed, name in enumerate(names):
        paint(tmp_path / "사진 폴더" / name, seed)
    assert numbers(add_folder(tmp_path / "사진 폴더", encoder, "이름")) == {"added": len(names)}
    with open_gallery("이름") as gallery:
        for name in names:
            assert best(gallery, encoder, tmp_path / "사진 폴더" / name).endswith(name)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_name_that_is_no_text_is_reported(photos: Path, encoder: TinyEncoder) -> None:
    shutil.copy(photos / "0.png", os.fsencode(photos) + b"/bad\xff.png")
    report = add_folder(photos, encoder, "mine")
    assert numbers(report) == {"added": 6}
    assert [reason for _, reason in report.failed] == ["its name is not valid Unicode"]
    report.failed[0].path.encode()


def test_hidden_and_unfinished_files_are_passed_over(
    photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    paint(photos / ".hidden.png", 20)
    paint(photos / ".thumbnails" / "a.png", 21)
    (photos / "download.jpg.part").write_bytes(b"\xff\xd8")
    (photos / "notes.txt").write_text("hello")
    report = add_folder(photos, encoder, "mine")
    assert numbers(report) == {"added": 6}
    assert report.failed == []


def test_broken_files_are_reported_each_with_its_reason(
    photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    (photos / "empty.jpg").touch()
    (photos / "text.jpg").write_text("not a picture\n" * 20)
    whole = (photos / "0.png").read_bytes()
    (photos / "cut.png").write_bytes(whole[: len(whole) // 2])
    report = add_folder(photos, encoder, "mine")
    assert numbers(report) == {"added": 6}
    assert report.failed == [
        (str(photos / "cut.png"), "is damaged or cut short"),
        (str(photos / "empty.jpg"), "is an empty file"),
        (str(photos / "text.jpg"), "is not a picture (it holds text)"),
    ]
    again = add_folder(photos, encoder, "mine")
    assert again.failed == report.failed
    paint(photos / "text.jpg", 30)
    mended = add_folder(photos, encoder, "mine")
    assert numbers(mended) == {"added": 1, "unchanged": 6}
    assert len(mended.failed) == 2


def test_picture_that_breaks_leaves_the_answers(photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, "mine")
    (photos / "0.png").write_text("gone bad")
    report = add_folder(photos, encoder, "mine")
    assert numbers(report) == {"unchanged": 5}
    assert len(report.failed) == 1
    with Gallery.named("mine") as gallery:
        assert gallery.count == 5


def test_missing_folder_removes_nothing(photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, "mine")
    photos.rename(photos.with_name("moved away"))
    with pytest.raises(UserError) as caught:
        add_folder(photos, encoder, "mine")
    assert caught.value.kind is ErrorKind.missing_file
    with Gallery.named("mine") as gallery:
        assert gallery.count == 6


def test_file_in_place_of_a_folder(photos: Path, encoder: TinyEncoder) -> None:
    with pytest.raises(UserError, match="is not a folder"):
        add_folder(photos / "0.png", encoder, "mine")


def test_spellings_of_one_folder_are_one(
    photos: Path, encoder: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_folder(photos, encoder, "mine")
    monkeypatch.chdir(photos)
    for spelling in (".", f"..{os.sep}photos", f"..{os.sep}photos{os.sep}", f"{photos}/sub/.."):
        assert numbers(add_folder(spelling, encoder, "mine")) == {"unchanged": 6}
        with Gallery.named("mine") as gallery:
            assert (
                best(gallery, encoder, photos / "3.png")
                == f"{spelling.rstrip(os.sep)}{os.sep}3.png"
            )
    with Gallery.named("mine") as gallery:
        assert gallery.count == 6


def test_relative_folder_is_found_from_elsewhere(
    photos: Path, encoder: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(photos.parent)
    add_folder("photos", encoder, "mine")
    monkeypatch.chdir(photos.parent.parent)
    with Gallery.named("mine") as gallery:
        assert best(gallery, encoder, photos / "3.png") == str(photos / "3.png")


def test_subfolder_added_on_its_own(photos: Path, encoder: TinyEncoder, paint: Paint) -> None:
    add_folder(photos, encoder, "mine")
    paint(photos / "sub" / "six.png", 6)
    assert numbers(add_folder(photos / "sub", encoder, "mine")) == {"added": 1, "unchanged": 1}
    (photos / "sub" / "six.png").unlink()
    assert numbers(add_folder(photos, encoder, "mine")) == {"removed": 1, "unchanged": 6}


def test_folders_with_a_common_beginning_stay_apart(
    photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    other = paint(photos.with_name("photos 2") / "a.png", 40).parent
    add_folder(other, encoder, "mine")
    assert numbers(add_folder(photos, encoder, "mine")) == {"added": 6}
    with Gallery.named("mine") as gallery:
        assert gallery.count == 7


def test_link_loops_end(photos: Path, encoder: TinyEncoder) -> None:
    try:
        (photos / "sub" / "loop").symlink_to(photos, target_is_directory=True)
        (photos / "again").symlink_to(photos / "sub", target_is_directory=True)
        (photos / "nowhere.png").symlink_to(photos / "not there.png")
    except OSError:
        pytest.skip("this system does not allow links")
    report = add_folder(photos, encoder, "mine")
    assert numbers(report) == {"added": 6}
    assert [Path(path).name for path, _ in report.failed] == ["nowhere.png"]


def test_changing_the_encoder_loses_nothing(photos: Path, encoder: TinyEncoder) -> None:
    other = TinyEncoder("tiny-2")
    add_folder(photos, encoder, "mine")
    with Gallery.named("mine") as gallery:
        with pytest.raises(UserError, match="no vectors of this encoder"):
            search(gallery, other, [open_picture(photos / "0.png")])
        (report,) = gallery.catch_up(other)
        assert numbers(report) == {"unchanged": 6}
        assert other.encoded == 6
        assert gallery.catch_up(other) == []
        assert best(gallery, other, photos / "4.png") == str(photos / "4.png")
        assert gallery.catalog.counts().vectors == {"tiny-1": 6, "tiny-2": 6}


def test_unnamed_gallery_follows_its_folder(
    photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    with Gallery.of_folder(photos) as gallery:
        assert numbers(gallery.catch_up(encoder)[0]) == {"added": 6}
    paint(photos / "late.png", 50)
    (photos / "text.jpg").write_text("no picture")
    with open_gallery(photos) as gallery:
        assert numbers(gallery.catch_up(encoder)[0]) == {"added": 1, "unchanged": 6}
        revision = gallery.revision
        report = gallery.catch_up(encoder)[0]
        assert numbers(report) == {"unchanged": 7}
        assert len(report.failed) == 1
        assert gallery.revision == revision


def test_progress_counts_to_the_end(photos: Path, encoder: TinyEncoder) -> None:
    events: list[Progress] = []
    add_folder(photos, encoder, "mine", events.append)
    assert (events[0].done, events[0].total) == (0, 6)
    assert (events[-1].done, events[-1].total) == (6, 6)


def test_cancelling_keeps_what_was_done(tmp_path: Path, encoder: TinyEncoder, paint: Paint) -> None:
    for seed in range(60):
        paint(tmp_path / "many" / f"{seed:02}.png", seed)
    done = 0

    def stop(progress: Progress) -> None:
        nonlocal done
        done = progress.done
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        add_folder(tmp_path / "many", encoder, "mine", stop)
    with Gallery.named("mine") as gallery:
        assert gallery.count == done > 0
        report = gallery.add(tmp_path / "many", encoder)
    assert numbers(report) == {"added": 60 - done, "unchanged": done}
    assert encoder.encoded <= 60 + 16


_SLOW_ADD = """
import sys, time
from sketch2image.gallery.gallery import add_folder
from tests.gallery.tiny_encoder import TinyEncoder

class SlowEncoder(TinyEncoder):
    def encode_photos(self, images):
        time.sleep(0.05)
        return super().encode_photos(images)

add_folder(sys.argv[1], SlowEncoder(), "mine", lambda p: print(p.done, flush=True))
"""


def _start_adding(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SLOW_ADD, str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_for(process: subprocess.Popen[str], done: int) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= done:
            return
    pytest.fail("the process ended early")


@pytest.mark.parametrize("done", [0, 16, 64])
def test_killed_while_adding_loses_nothing(
    tmp_path: Path, encoder: TinyEncoder, paint: Paint, done: int
) -> None:
    for seed in range(128):
        paint(tmp_path / "many" / f"{seed}.png", seed)
    with _start_adding(tmp_path / "many") as process:
        _wait_for(process, done)
        process.kill()
    with Gallery.named("mine", create=True) as gallery:
        kept = gallery.count
        assert kept >= done
        report = gallery.add(tmp_path / "many", encoder)
        assert numbers(report) == {
            name: n for name, n in (("added", 128 - kept), ("unchanged", kept)) if n
        }
        assert encoder.encoded == 128 - kept
        assert verify(gallery, encoder, contents=True).ok
        assert best(gallery, encoder, tmp_path / "many" / "77.png").endswith("77.png")


def test_two_processes_take_turns(tmp_path: Path, encoder: TinyEncoder, paint: Paint) -> None:
    for seed in range(48):
        paint(tmp_path / "many" / f"{seed}.png", seed)
    waited: list[str] = []
    with _start_adding(tmp_path / "many") as process:
        _wait_for(process, 0)
        report = add_folder(
            tmp_path / "many", encoder, "mine", lambda event: waited.append(event.stage)
        )
    assert process.returncode == 0
    assert numbers(report) == {"unchanged": 48}
    assert "wait" in waited


def test_busy_gallery_says_so(photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, "mine")
    with Gallery.named("mine") as gallery:
        store = gallery.store
    with (
        writer(store, "mine", silent),
        pytest.raises(UserError, match="another process is adding to gallery mine"),
        writer(store, "mine", silent, patience=0.3),
    ):
        pass
    with writer(store, "mine", silent, patience=0):
        pass


def test_nothing_to_do_needs_no_turn(photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, "mine")
    with Gallery.named("mine") as gallery, writer(gallery.store, "mine", silent):
        assert numbers(gallery.add(photos, encoder)) == {"unchanged": 6}


@pytest.mark.skipif(sys.platform == "win32", reason="sets a POSIX limit on file size")
def test_full_disk_is_said_and_mended(tmp_path: Path, encoder: TinyEncoder, paint: Paint) -> None:
    for seed in range(200):
        paint(tmp_path / "many" / f"{seed}.png", seed)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))\n"
        "from sketch2image.core.errors import UserError\n"
        "from sketch2image.gallery.gallery import add_folder\n"
        "from tests.gallery.tiny_encoder import TinyEncoder\n"
        "try: add_folder(sys.argv[1], TinyEncoder(), 'mine')\n"
        "except UserError as error: print(error.kind, error)\n"
    )
    command = [sys.executable, "-c", limited, str(tmp_path / "many")]
    said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("output the disk")
    with Gallery.named("mine") as gallery:
        report = gallery.add(tmp_path / "many", encoder)
        assert report.added + report.unchanged == 200
        assert verify(gallery, encoder).ok
