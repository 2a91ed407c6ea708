from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress
from sketch2image.synth.gallery import make_gallery

NAMES = ("apple", "tree")


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    first = make_gallery(tmp_path / "a", 3, 2, 48, names=NAMES)
    second = make_gallery(tmp_path / "b", 3, 2, 48, names=NAMES)
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_files_are_named_by_class_and_number(tmp_path: Path) -> None:
    paths = make_gallery(tmp_path, 0, 2, 32, names=NAMES)
    assert [path.name for path in paths] == [
        "apple-1.jpg",
        "apple-2.jpg",
        "tree-1.jpg",
        "tree-2.jpg",
    ]
    assert sorted(tmp_path.iterdir()) == paths


def test_a_larger_gallery_holds_the_smaller(tmp_path: Path) -> None:
    (small,) = make_gallery(tmp_path / "a", 0, 1, 32, names=["apple"])
    large = make_gallery(tmp_path / "b", 0, 2, 32, names=NAMES)
    assert large[0].read_bytes() == small.read_bytes()
    assert len({path.read_bytes() for path in large}) == 4


@pytest.mark.parametrize("name", ["chicken", "pizza", "tree"])
def test_the_sample_gallery_is_what_the_code_renders(tmp_path: Path, name: str) -> None:
    (path,) = make_gallery(tmp_path, per_class=1, names=[name])
    committed = open_picture(sample_gallery() / path.name).astype(int)
    assert np.abs(open_picture(path) - committed).mean() < 1


def test_the_sample_gallery_is_small_and_whole() -> None:
    files = list(sample_gallery().glob("*.jpg"))
    counts = Counter(file.stem.rsplit("-", 1)[0] for file in files)
    assert counts == dict.fromkeys(LABELS, 8)
    assert sum(file.stat().st_size for file in files) < 4e6


def test_progress_is_reported_to_the_end(tmp_path: Path) -> None:
    events: list[Progress] = []
    make_gallery(tmp_path, 0, 2, 32, names=NAMES, report=events.append)
    assert [(event.done, event.total) for event in events] == [(n, 4) for n in (1, 2, 3, 4)]
    assert events[0].seconds_left is not None


@pytest.mark.parametrize("form", ["jpg", "png", "webp"])
def test_every_form_can_be_read(tmp_path: Path, form: str) -> None:
    (path,) = make_gallery(tmp_path, 0, 1, 40, form, ["apple"])
    assert open_picture(path).shape == (40, 40, 3)


def test_a_folder_that_cannot_be_written_is_the_users_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError) as error:
        make_gallery(tmp_path / "file", 0, 1, 32, names=["apple"])
    assert error.value.kind is ErrorKind.output
