"""The tasks of the window in a real engine process, which holds lite and tiny full models."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core import settings
from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.paths import (
    CHECKPOINTS_VARIABLE,
    HOME_VARIABLE,
    checkpoints,
    sample_gallery,
)
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import QueryKind
from sketch2image.engine.desktop import tasks
from sketch2image.engine.desktop.worker import task_worker
from sketch2image.engine.process import ProcessEngine
from sketch2image.engine.request import Query, Request
from sketch2image.engine.sketches import sample_sketch
from tests.engine.tiny_full import write_checkpoints


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, sample_index: Path, shared_cache: Path) -> Path:
    """The state folder of the process, where the sample pictures are encoded."""
    folder = tmp_path_factory.mktemp("child")
    shutil.copytree(sample_index / "galleries", folder / "galleries")
    (folder / "cache").symlink_to(shared_cache, target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def engine(
    state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProcessEngine[tasks.Task, object]]:
    stock = write_checkpoints(tmp_path_factory.mktemp("stock"))
    (stock / "lite").symlink_to(checkpoints() / "lite")
    engine = ProcessEngine(task_worker, grace=20, niceness=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(state))
        patch.setenv(CHECKPOINTS_VARIABLE, str(stock))
        patch.setenv("OMP_NUM_THREADS", "1")
        engine.submit(tasks.WarmUp("lite")).result()
    yield engine
    engine.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for file in sorted(sample_gallery().glob("*-[12].jpg"))[:60]:
        shutil.copy(file, folder)
    return folder


def do(engine: ProcessEngine, task: tasks.Task):
    return engine.submit(task).result()


def test_answers_galleries_and_pictures_come_from_the_process(engine: ProcessEngine):
    photo = do(engine, tasks.ReadPicture(str(sample_gallery() / "cup-1.jpg")))
    query = Query(str(sample_gallery()), [photo], QueryKind.photo, k=1)
    found = do(engine, tasks.LookUp(query, "lite"))
    request = Request(sample_sketch("apple"), gallery=str(sample_gallery()), k=3)
    answer = do(engine, tasks.Answer(request, "lite"))
    assert Path(found.matches[0].path).name == "cup-1.jpg"
    assert answer.caption.label == "apple"
    assert [len(match.parts) for match in answer.matches] == [3, 3, 3]
    assert do(engine, tasks.ListGalleries())[-1].where == str(sample_gallery())
    assert do(engine, tasks.SurveyPhone()).serials == ()


def test_what_is_wrong_with_a_task_is_said(engine: ProcessEngine, tmp_path: Path):
    with pytest.raises(UserError, match="no such file"):
        do(engine, tasks.OpenSketch(str(tmp_path / "none.svg")))


def test_cancelled_adding_keeps_what_was_done_and_the_process(
    engine: ProcessEngine, pictures: Path
):
    job = engine.submit(tasks.AddFolder(str(pictures), "trips"))
    for event in job.events():
        if event.stage == "gallery" and event.done:
            break
    job.cancel()
    with pytest.raises(Cancelled):
        job.result()
    mine = do(engine, tasks.ListGalleries())[0]
    assert 0 < mine.pictures < 60
    done = do(engine, tasks.AddFolder(str(pictures), "trips"))
    assert (done.added + done.unchanged, done.unchanged >= mine.pictures) == (60, True)


def test_full_models_answer_in_the_process_itself(
    engine: ProcessEngine, pictures: Path, state: Path, monkeypatch: pytest.MonkeyPatch
):
    request = Request(sample_sketch("apple"), render=False)
    ready = do(engine, tasks.WarmUp("full"))
    assert (ready.taken, ready.has_styles) == ("full", True)
    answer = do(engine, tasks.Answer(request, "full"))
    assert answer.tier == {"taken": "full", "why": "asked for"}
    monkeypatch.setenv(HOME_VARIABLE, str(state))
    settings.save("tier", "full")
    (pictures / "few").mkdir()
    for file in sorted(pictures.glob("*.jpg"))[:3]:
        shutil.copy(file, pictures / "few")
    photo = open_picture(next((pictures / "few").iterdir()))
    query = Query(str(pictures / "few"), [photo], QueryKind.photo, k=1)
    (match,) = do(engine, tasks.LookUp(query)).matches
    assert match.score == pytest.approx(1, abs=1e-4)
    settings.save("tier", "lite")
    assert do(engine, tasks.Answer(request)).tier == {"taken": "lite", "why": "asked for"}
