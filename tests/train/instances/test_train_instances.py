"""Runs of `train instances` on patterns, and the networks that they leave."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import torch

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress, silent
from sketch2image.gallery.gem.network import GemNetwork, open_network, untrained
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.recognition.classifier import candidates
from sketch2image.gallery.recognition.ground_truth import read_ground_truth
from sketch2image.gallery.recognition.metrics import gap
from sketch2image.gallery.recognition.neighbors import nearest
from sketch2image.train.instances.describing import describe
from sketch2image.train.instances.settings import Settings
from sketch2image.train.instances.task import task
from sketch2image.train.runs.loop import Finished, train
from sketch2image.train.runs.stopping import Stop
from sketch2image.train.runs.task import Place
from tests.train.instances.patterns import write_patterns

CPU = torch.device("cpu")


STEPS = 40


def held_out_gap(folder: Path) -> list[float]:
    return [float(value) for _, name, value in curve(folder) if name == "held out gap"]


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laid out as The Met dataset: three works, three train pictures and nine queries of each."""
    folder = tmp_path_factory.mktemp("works")
    write_patterns(folder / "images", classes=5, pictures=12)
    database = [{"id": c, "path": f"c{c}/{n}.png"} for c in range(3) for n in range(3)]
    asked = [{"MET_id": c, "path": f"c{c}/{n}.png"} for c in range(3) for n in range(3, 12)]
    strangers = [{"path": f"c{c}/{n}.png"} for c in (3, 4) for n in range(6)]
    queries = asked + strangers
    (folder / "info").mkdir()
    for name, rows in (("MET_database", database), ("valset", queries), ("testset", queries)):
        (folder / "info" / f"{name}.json").write_text(json.dumps(rows))
    return folder


@pytest.fixture(scope="module")
def taught(works: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on the works."""
    out = tmp_path_factory.mktemp("taught")
    how = {"steps": STEPS, "validate_every": STEPS, "batch": 8, "rate": 2e-4}
    run(settings("", out, info_dir=str(works / "info"), pairs="pos+new_neg", **how))
    return out


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patterns(tmp_path_factory.mktemp("patterns"), classes=6, pictures=4)


def settings(source: Path | str, out: Path, **others: Any) -> Settings:
    usual = {
        "data": str(source), "out": out, "device": "cpu", "untrained": True,
        "image": 32, "batch": 4, "accumulate": 1, "rate": 1e-3, "steps": 2, "validate_every": 2,
        "log_every": 1, "samples": 2, "save_every": 100,
    }  # fmt: skip
    return Settings(**(usual | others))


def run(wish: Settings, **how: Any) -> Finished:
    return train(task(wish, silent), wish, silent, **how)


def curve(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "curve.csv").open() as stream:
        return [(row["step"], row["name"], row["value"]) for row in csv.DictReader(stream)]


def test_an_interrupted_run_goes_on_with_the_partners_it_had(data: Path, tmp_path: Path) -> None:
    how = {"pairs": "new_pos+new_neg", "emb_proj": True, "pca": True}
    run(settings(data, tmp_path / "whole", **how))
    parts, stop = settings(data, tmp_path / "parts", **how), Stop()

    def report(progress: Progress) -> None:
        stop.asked = stop.asked or progress.done == 1

    with pytest.raises(Cancelled):
        train(task(parts, silent), parts, report, stop=stop)
    run(parts, resume=True)

    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")


def test_training_raises_gap_over_the_untrained_network(taught: Path) -> None:
    before, after = held_out_gap(taught)

    assert after > 1.5 * before


def test_the_exported_network_describes_pictures_as_the_run_left_it(
    taught: Path, works: Path
) -> None:
    begun, last = untrained("r18INgem", 0), open_network(str(taught / "model"))
    truth = read_ground_truth(works / "info")
    train_files, val_files = (
        [works / "images" / path for path in part.paths] for part in (truth.train, truth.val)
    )

    def gap_of(network: GemNetwork) -> float:
        rows, queries = (describe(network, files, 32, CPU) for files in (train_files, val_files))
        found = candidates(nearest(rows, queries, 1), truth.train.labels)
        return gap(*found.classify(1, 1.0), truth.val.labels)

    after = held_out_gap(taught)[-1]
    assert gap_of(last) == pytest.approx(after, abs=1e-6)
    assert gap_of(begun) < after
    assert (taught / "best" / "model.safetensors").is_file()
    assert (taught / "samples" / f"step-{STEPS:06d}" / "results.png").is_file()


def test_pca_makes_directions_of_the_pictures_equally_long(data: Path, tmp_path: Path) -> None:
    wish = settings(data, tmp_path, emb_proj=True, pca=True)
    begun = task(wish, silent)(Place(CPU, torch.float32))
    begun.export(tmp_path / "begun")

    network = open_network(str(tmp_path / "begun"))
    pooled = torch.nn.Sequential(network.backbone.backbone, network.backbone.pool)
    files = begun.examples.pictures.files  # pyright: ignore[reportAttributeAccessIssue]
    assert network.projector is not None
    rows = network.projector(torch.from_numpy(unit(describe(pooled, files, 32, CPU))))
    variances = torch.linalg.eigvalsh(torch.cov(rows.T, correction=0)).detach()
    assert torch.allclose(variances[-(len(files) - 1) :], torch.ones(1), atol=0.05)
    assert variances[: -(len(files) - 1)].abs().max() < 1e-3


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"data": ""}, "there is nothing to learn from"),
        ({"data": "nowhere"}, "nowhere"),
        ({"info_dir": "nowhere"}, "two sources to learn from"),
        ({"data": "", "info_dir": "nowhere"}, "no folder of ground truth at nowhere"),
        ({"pca": True}, "pca begins the layer of emb_proj, and is alone"),
        ({"untrained": True, "net": "r19"}, "no such backbone: 'r19'"),
        ({"untrained": False, "net": "r19"}, "no such backbone: 'r19'"),
    ],
)
def test_wrong_settings_are_one_line(
    others: dict[str, Any], said: str, data: Path, tmp_path: Path
) -> None:
    wish = settings(data, tmp_path / "run", **others)

    with pytest.raises(UserError, match=said) as caught:
        run(wish)

    assert "\n" not in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UserError, match="classes of pictures"):
        task(settings(tmp_path / "empty", tmp_path / "run"), silent)


def test_a_damaged_picture_is_named(data: Path, tmp_path: Path) -> None:
    folder = write_patterns(tmp_path / "data", classes=4, pictures=2)
    for file in folder.glob("*/*.png"):
        file.write_bytes(file.read_bytes()[:60])

    with pytest.raises(UserError, match=r"\.png"):
        run(settings(folder, tmp_path / "run"))
