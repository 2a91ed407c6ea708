"""Photo, sketch and painting of the development data are told apart by the bundled body."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.core.progress import silent
from sketch2image.systems.style.evaluation import evaluate
from sketch2image.train.runs.loop import train
from sketch2image.train.style.settings import Settings
from sketch2image.train.style.task import task

PLACES = {"photo": "sketchy/photo", "sketch": "sketchy/sketch", "painting": "paintings"}
MOST = 150


@pytest.mark.slow
def test_nine_of_ten_pictures_held_out_are_told_right(data_dir: Path, tmp_path: Path) -> None:
    for label, place in PLACES.items():
        (tmp_path / "tree" / label).mkdir(parents=True)
        files = sorted((data_dir / place).rglob("*.[jp][pn]g"))
        for file in files[:: max(1, len(files) // MOST)][:MOST]:
            (tmp_path / "tree" / label / file.name).symlink_to(file)
    wish = Settings(
        data=str(tmp_path / "tree"), out=tmp_path / "run", backbone="lite", device="cpu"
    )

    train(task(wish, silent), wish, silent)
    found = evaluate(tmp_path / "run", "", silent)

    assert found.confusion.accuracy >= 0.9
    assert found.confusion.macro("f1") >= 0.9
