"""The tasks of the window, done by the real worker with the lite models."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image as Pictures

from sketch2image.core import defaults, settings
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE, sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import QueryKind
from sketch2image.engine.desktop import tasks
from sketch2image.engine.desktop.worker import HANDLERS, TaskWorker
from sketch2image.engine.galleries import SAMPLES
from sketch2image.engine.request import Query, Request, Result
from sketch2image.engine.sketches import sample_sketch
from tests.models.small_hub import small_hub


@pytest.fixture(scope="module")
def worker() -> TaskWorker:
    return TaskWorker()


@pytest.fixture(scope="module")
def apple() -> Sketch:
    return sample_sketch("apple")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for file in sorted(sample_gallery().glob("*-1.jpg"))[:20]:
        shutil.copy(file, folder)
    return folder


def do(worker: TaskWorker, task: tasks.Task, report: Report = silent):
    steps = worker.run(task)
    while True:
        try:
            report(next(steps))
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def result(worker: TaskWorker, apple: Sketch) -> Result:
    return do(worker, tasks.Answer(Request(apple)))


def test_every_task_has_a_handler():
    given = {one for one in vars(tasks).values() if isinstance(one, type)}
    assert HANDLERS.keys() == {one for one in given if issubclass(one, tasks.Task)} - {tasks.Task}


def test_the_models_that_answer_are_said(worker: TaskWorker):
    ready = do(worker, tasks.WarmUp("lite"))
    assert (ready.taken, ready.why, ready.has_styles) == ("lite", "asked for", False)
    assert ready.usual_strength == defaults.STRENGTH


def test_full_models_that_are_not_here_are_said(worker: TaskWorker):
    with pytest.raises(UserError, match="the full models are not here") as caught:
        do(worker, tasks.WarmUp("full"))
    assert caught.value.kind is ErrorKind.model
    assert do(worker, tasks.WarmUp()).taken == "lite"


@pytest.mark.usefixtures("indexed")
def test_an_answer_says_why_each_matched(worker: TaskWorker, apple: Sketch):
    request = Request(apple, gallery=str(sample_gallery()))
    answer = do(worker, tasks.Answer(request))
    weights = dict(request.weights)
    assert answer.caption.label == "apple"
    assert answer.image is not None
    assert answer.tier["taken"] == "lite"
    for match in answer.matches:
        parts = dict(match.parts)
        assert [*parts] == ["sketch", "caption", "render"]
        mean = sum(weights[name] * cosine for name, cosine in parts.items()) / sum(weights.values())
        assert match.score == pytest.approx(mean, abs=1e-5)
        assert match.weak == (match.score < answer.mark)


@pytest.mark.usefixtures("indexed")
def test_pictures_and_words_are_looked_up(worker: TaskWorker):
    photo = open_picture(sample_gallery() / "cup-1.jpg")
    where = str(sample_gallery())
    by_photo = do(worker, tasks.LookUp(Query(where, [photo], QueryKind.photo, k=2)))
    both = do(worker, tasks.LookUp(Query(where, [photo], QueryKind.photo, "teapot", k=2)))
    words = do(worker, tasks.LookUp(Query(where, text="teapot", k=2)))
    assert Path(by_photo.matches[0].path).name == "cup-1.jpg"
    assert by_photo.matches[0].parts == (("picture", pytest.approx(1, abs=1e-5)),)
    assert [name for name, _ in both.matches[0].parts] == ["picture", "words"]
    assert [name for name, _ in words.matches[0].parts] == ["words"]
    assert by_photo.mark is not None
    assert words.mark is not None


def test_a_folder_becomes_a_gallery_and_is_forgotten_again(worker: TaskWorker, pictures: Path):
    (pictures / "broken.jpg").write_bytes(b"\xff\xd8 broken")
    report = do(worker, tasks.AddFolder(str(pictures), "trips"))
    assert (report.added, len(report.failed)) == (20, 1)
    mine, samples = do(worker, tasks.ListGalleries())
    assert (mine.name, mine.where, mine.pictures, mine.fault) == ("trips", "trips", 20, "")
    assert mine.folders == (str(pictures),)
    assert mine.failed[0].path == str(pictures / "broken.jpg")
    assert "damaged" in mine.failed[0].reason
    assert (samples.name, samples.where) == (SAMPLES, str(sample_gallery()))
    assert samples.pictures == len(list(sample_gallery().glob("*.jpg")))
    do(worker, tasks.RemoveGallery("trips"))
    assert [one.name for one in do(worker, tasks.ListGalleries())] == [SAMPLES]
    assert len(list(pictures.iterdir())) == 21


def test_a_rescan_finds_what_was_mended_and_what_is_new(worker: TaskWorker, pictures: Path):
    broken = pictures / "broken.jpg"
    broken.write_bytes(b"\xff\xd8 broken")
    do(worker, tasks.AddFolder(str(pictures), "trips"))
    stamp = broken.stat()
    shutil.copy(sample_gallery() / "cup-2.jpg", broken)
    shutil.copy(sample_gallery() / "cup-3.jpg", pictures / "new.jpg")
    (done,) = do(worker, tasks.Rescan("trips"))
    assert stamp.st_size != broken.stat().st_size
    assert (done.added, done.failed) == (2, [])


def test_a_rescan_does_the_other_folders_before_it_says_that_one_is_gone(
    worker: TaskWorker, pictures: Path, tmp_path: Path
):
    gone = tmp_path / "gone"
    shutil.copytree(pictures, gone)
    do(worker, tasks.AddFolder(str(gone), "trips"))
    do(worker, tasks.AddFolder(str(pictures), "trips"))
    shutil.rmtree(gone)
    shutil.copy(sample_gallery() / "cup-3.jpg", pictures / "new.jpg")
    with pytest.raises(UserError, match="gone"):
        do(worker, tasks.Rescan("trips"))
    mine = do(worker, tasks.ListGalleries())[0]
    assert mine.pictures == 41


def test_damaged_galleries_are_named_and_can_be_removed(
    worker: TaskWorker, pictures: Path, home: Path
):
    for name in ("trips", f"pictures@{16 * 'a'}"):
        store = home / "galleries" / name
        store.mkdir(parents=True)
        (store / "catalog.sqlite").write_bytes(b"no database" * 100)
    listed = do(worker, tasks.ListGalleries())
    assert [one.name for one in listed if one.fault] == ["trips", f"pictures@{16 * 'a'}"]
    for one in listed[:-1]:
        do(worker, tasks.RemoveGallery(one.where))
    assert [one.name for one in do(worker, tasks.ListGalleries())] == [SAMPLES]


def test_a_gallery_whose_folder_is_gone_says_so(worker: TaskWorker, pictures: Path):
    do(worker, tasks.LookUp(Query(str(pictures), text="cup", k=1)))
    shutil.rmtree(pictures)
    gone = do(worker, tasks.ListGalleries())[0]
    assert gone.name == "pictures"
    assert "no such folder" in gone.fault


def test_cancelled_adding_keeps_what_was_done(worker: TaskWorker, pictures: Path):
    for file in sorted(sample_gallery().glob("*-[23].jpg"))[:60]:
        shutil.copy(file, pictures)
    steps = worker.run(tasks.AddFolder(str(pictures), "trips"))
    while not next(steps).done:
        pass
    steps.close()
    mine = do(worker, tasks.ListGalleries())[0]
    assert 0 < mine.pictures < 80
    done = do(worker, tasks.AddFolder(str(pictures), "trips"))
    assert done.added + done.unchanged == 80
    assert done.unchanged >= mine.pictures


def test_a_changed_setting_holds_for_the_next_task(worker: TaskWorker, apple: Sketch):
    request = Request(apple, render=False)
    before = do(worker, tasks.Answer(request))
    settings.save("vocabulary", "teapot, duck")
    after = do(worker, tasks.Answer(request))
    assert before.caption.label == "apple"
    assert {guess.label for guess in after.caption.alternatives} == {"teapot", "duck"}
    settings.save("tier", "full")
    with pytest.raises(UserError, match="full models are not here"):
        do(worker, tasks.Answer(request))


def test_settings_that_concern_no_model_leave_the_models_open(worker: TaskWorker, apple: Sketch):
    request = Request(apple, render=False)
    before = do(worker, tasks.Answer(request))
    settings.save("width", 9.0)
    assert do(worker, tasks.Answer(request)).request is before.request


def test_a_look_up_between_them_does_not_forget_answers(
    worker: TaskWorker, apple: Sketch, pictures: Path
):
    request = Request(apple, render=False)
    before = do(worker, tasks.Answer(request))
    do(worker, tasks.LookUp(Query(str(pictures), text="cup", k=1)))
    assert do(worker, tasks.Answer(request)).request is before.request


def test_every_model_has_a_row(worker: TaskWorker):
    rows = {row.id: row for row in do(worker, tasks.ListModels())}
    bundled, absent, by_hand = rows["lite-encoder"], rows["dinov2-base"], rows["blip-sketch"]
    assert (bundled.state, bundled.fetchable, bundled.accepted) == ("bundled", False, True)
    assert not bundled.removable
    assert (absent.state, absent.part, absent.fetchable) == ("not here", "encoder", True)
    assert not absent.accepted
    assert not absent.removable
    assert not by_hand.fetchable
    assert by_hand.by_hand
    assert rows["sd-turbo"].part == ""
    assert {row.part for row in rows.values() if row.chosen} == {
        *("captioner", "renderer", "encoder", "detector")
    }


def test_models_come_once_their_licence_is_accepted(
    worker: TaskWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
):
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path / "checkpoints"))
    with small_hub(monkeypatch):
        with pytest.raises(UserError, match="the licence of tiny is not accepted: MIT"):
            do(worker, tasks.PullModels(("tiny",)))
        events: list[Progress] = []
        (pulled,) = do(worker, tasks.PullModels(("tiny",), ("tiny",)), events.append)
        assert (pulled.id, pulled.bytes) == ("tiny", 2_000_012)
        assert (events[-1].done, events[-1].total) == (2_000_012, 2_000_012)
        assert json.loads((home / "licences.json").read_text()) == {"tiny": "MIT"}
        assert do(worker, tasks.PullModels(("tiny",)))[0].fetched == ()
        assert do(worker, tasks.RemoveModel("tiny")) >= 2_000_012
        assert not (tmp_path / "checkpoints" / "tiny").exists()


def test_a_model_that_is_not_here_is_not_chosen(worker: TaskWorker):
    with pytest.raises(UserError, match="dinov2-base"):
        do(worker, tasks.ChooseModel("encoder", "dinov2-base"))
    assert do(worker, tasks.ChooseModel("encoder", "default")) == ""


def test_a_wrong_setting_of_a_model_leaves_the_table_to_put_it_right(worker: TaskWorker):
    settings.save("encode_model", "no-such-model")
    assert not any(row.chosen for row in do(worker, tasks.ListModels()))
    do(worker, tasks.ChooseModel("encoder", "default"))
    assert any(row.chosen for row in do(worker, tasks.ListModels()))


def test_sketches_are_written_and_read(worker: TaskWorker, apple: Sketch, tmp_path: Path):
    svg, png = str(tmp_path / "a.svg"), str(tmp_path / "b.png")
    assert do(worker, tasks.SaveSketch(apple, svg)) == (svg,)
    assert do(worker, tasks.SaveSketch(apple, png)) == (png, str(tmp_path / "b.svg"))
    strokes = do(worker, tasks.OpenSketch(svg)).strokes
    assert len(strokes) == len(apple.strokes)
    assert do(worker, tasks.OpenSketch(png)).backdrop is not None
    with pytest.raises(UserError, match="cannot write"):
        do(worker, tasks.SaveSketch(apple, str(tmp_path / "c.gif")))


def test_pictures_are_read_upright_and_no_larger_than_useful(worker: TaskWorker, tmp_path: Path):
    path = tmp_path / "turned.jpg"
    notes = Pictures.Exif()
    notes[0x0112] = 6
    Pictures.new("RGB", (3200, 1000), "red").save(path, exif=notes)
    assert do(worker, tasks.ReadPicture(str(path))).shape == (1600, 500, 3)
    with pytest.raises(UserError) as caught:
        do(worker, tasks.ReadPicture(str(tmp_path / "none.jpg")))
    assert caught.value.kind is ErrorKind.missing_file


def test_answers_are_written(worker: TaskWorker, result: Result, tmp_path: Path):
    sheet, strip = str(tmp_path / "new" / "sheet.png"), str(tmp_path / "strip.png")
    assert do(worker, tasks.SaveSheet(result, sheet)) == sheet
    assert do(worker, tasks.SaveStrip(result, strip)) == strip
    assert open_picture(strip).shape == (244, 224, 3)
    assert open_picture(sheet).shape[1] == 1184
    document = do(worker, tasks.SaveAnswer(result, str(tmp_path / "answer")))
    assert set(document["files"]) == {"sketch", "strokes", "render", "sheet", "result"}
    with pytest.raises(UserError, match=r"Name it \.png"):
        do(worker, tasks.SaveSheet(result, str(tmp_path / "sheet.jpg")))


def test_the_machine_is_looked_at(worker: TaskWorker):
    checks = do(worker, tasks.Checkup())
    assert {"python", "lite models", "phone"} <= {check.name for check in checks}
