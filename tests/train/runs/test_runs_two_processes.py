"""A run on two devices, which are two processes of the CPU here."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = """
import json, os, sys
from pathlib import Path
from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import silent
from sketch2image.train.runs.loop import train
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.stopping import Stop
from tests.train.runs.toy import Shifting

made, out, rank = [], Path(sys.argv[1]), os.environ["RANK"]
settings = RunSettings(out=out / "run", steps=12, batch=2, rate=0.02, log_every=4,
                       validate_every=6, save_every=12, device="cpu")
def make(place):
    made.append(Shifting(place))
    return made[0]

stop = Stop()
stop.asked = rank == sys.argv[2]
try:
    train(make, settings, silent, stop=stop)
except Cancelled:
    pass
weights = {name: value.tolist() for name, value in made[0].net.state_dict().items()}
seen, shift = made[0].seen, made[0].shifted.shift
found = json.dumps({"weights": weights, "seen": seen, "shift": shift})
(out / f"{rank}.json").write_text(found)
"""


def launched(folder: Path, stopping_rank: str) -> list[dict]:
    (folder / "two.py").write_text(SCRIPT)
    words = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    done = subprocess.run(
        [sys.executable, *words, str(folder / "two.py"), str(folder), stopping_rank],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads((folder / f"{rank}.json").read_text()) for rank in (0, 1)]


@pytest.mark.slow
def test_two_processes_learn_one_network_from_different_examples(tmp_path: Path) -> None:
    one, other = launched(tmp_path, "neither")

    assert one["weights"] == other["weights"]
    assert one["shift"] == other["shift"] > 0.3
    first_epoch = chain.from_iterable([*one["seen"][:8], *other["seen"][:8]])
    assert sorted(first_epoch) == [number / 32 for number in range(32)]
    with (tmp_path / "run" / "curve.csv").open() as stream:
        steps = [int(row["step"]) for row in csv.DictReader(stream) if row["name"] == "loss"]
    assert steps == [4, 8, 12]


@pytest.mark.slow
def test_one_process_that_is_asked_to_stop_stops_both(tmp_path: Path) -> None:
    one, other = launched(tmp_path, "1")

    assert len(one["seen"]) == len(other["seen"]) == 1
