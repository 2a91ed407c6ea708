"""The window's tasks on phones: real adb server, a phone of ours, a real page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.types import Caption
from sketch2image.engine.desktop import tasks
from sketch2image.engine.desktop.worker import HANDLERS, TaskWorker
from sketch2image.engine.desktop.workplace import Workplace
from sketch2image.engine.job import Steps
from sketch2image.engine.request import Request, Result
from sketch2image.engine.sketches import sample_sketch
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect
from tests.phone.page.caller import Caller

CUP, APPLE = sample_gallery() / "cup-1.jpg", sample_gallery() / "apple-1.jpg"
TEAPOT = Caption("a teapot", "teapot", 0.9, True, ())


@pytest.fixture
def galaxy(adb: int) -> Iterator[Galaxy]:
    """A phone with a photo in its camera's folder and one in another."""
    with Galaxy() as phone:
        phone.tree.write("/sdcard/DCIM/Camera/cup.jpg", CUP.read_bytes(), 1_700_000_000)
        phone.tree.write("/sdcard/Pictures/Trips/apple.jpg", APPLE.read_bytes(), 1_700_000_001)
        connect(adb, phone)
        yield phone


@pytest.fixture(scope="module")
def worker() -> TaskWorker:
    return TaskWorker()


@pytest.fixture
def answer() -> Result:
    picture = open_picture(CUP)
    return Result(Request(sample_sketch("teapot")), TEAPOT, "a teapot", picture)


def do(worker: TaskWorker, task: tasks.Task, report: Report = silent):
    return rest(worker.run(task), report)


def rest(steps: Steps, report: Report = silent):
    while True:
        try:
            report(next(steps))
        except StopIteration as end:
            return end.value


def test_pictures_are_taken_answers_sent_and_shown(
    worker: TaskWorker, galaxy: Galaxy, answer: Result
):
    (found,) = do(worker, tasks.SurveyPhone()).usable
    assert found.serial == galaxy.address
    folders = ("DCIM/Camera", "Pictures/Trips")
    synced = do(worker, tasks.SyncPhone(found.serial, folders))
    assert (synced.pulled, synced.pictures, synced.failed) == (2, 2, ())
    (listed, _) = do(worker, tasks.ListGalleries())
    assert (listed.where, listed.pictures) == (synced.gallery, 2)
    sent = do(worker, tasks.SendSheet("auto", answer))
    assert galaxy.tree.read(sent.paths[0]).startswith(b"\x89PNG")
    assert do(worker, tasks.ShowOnPhone(sent.paths[0], sent.serial)) == sent.paths[0]
    assert len(galaxy.opened) == 1
    galaxy.tree.remove("/sdcard/Pictures/Trips/apple.jpg")
    again = do(worker, tasks.SyncPhone("auto", folders, mirror=True))
    assert (again.pulled, again.deleted, again.pictures) == (0, 1, 1)


def test_pictures_are_sent_as_they_are(worker: TaskWorker, galaxy: Galaxy):
    events: list[Progress] = []
    sent = do(worker, tasks.PushToPhone("auto", (str(CUP), str(APPLE))), events.append)
    arrived = [galaxy.tree.read(path) for path in sent.paths]
    assert arrived == [CUP.read_bytes(), APPLE.read_bytes()]
    assert {event.total for event in events} >= {CUP.stat().st_size, APPLE.stat().st_size}
    with pytest.raises(UserError, match=r"gone\.jpg cannot be read"):
        do(worker, tasks.PushToPhone("auto", ("/photos/gone.jpg",)))


def test_what_cannot_be_taken_is_told_with_its_reason(worker: TaskWorker, galaxy: Galaxy):
    galaxy.faults.short_reads["/storage/emulated/0/DCIM/Camera/cup.jpg"] = 12
    synced = do(worker, tasks.SyncPhone("auto"))
    assert synced.pulled == 0
    assert [Path(one.path).name for one in synced.failed] == ["cup.jpg"]
    assert synced.failed[0].reason


def test_a_phone_on_the_network_is_connected_to(worker: TaskWorker, galaxy: Galaxy):
    assert do(worker, tasks.ConnectPhone(galaxy.address)) == galaxy.address
    assert do(worker, tasks.StartAdb()).serials == (galaxy.address,)
    with pytest.raises(UserError, match="is not a pairing code"):
        do(worker, tasks.PairPhone(galaxy.address, "12"))


def test_a_page_takes_pictures_and_offers_answers(worker: TaskWorker, answer: Result):
    steps = worker.run(tasks.ServePage("127.0.0.1"))
    news = heard(steps)
    assert news.code.any()
    with Caller(news.url) as browser:
        browser.claim()
        assert browser.send("cup.jpg", CUP.read_bytes()).is_success
        offer = tasks.OfferAnswer(answer, news.outbox)
        offered = HANDLERS[tasks.OfferAnswer](offer, Workplace())  # in the window's other process
        while not news.received:
            news = heard(steps)
        assert Path(news.received[0]).read_bytes() == CUP.read_bytes()
        assert Path(news.received[0]).parent == Path(news.inbox)
        assert news.visitors == 1
        listed = [row["name"] for row in browser.news()["offered"]]
        assert sorted(listed) == sorted(Path(file).name for file in offered)
        browser.done()
    assert rest(steps) == tasks.PageEnd(news.received, "done")


def heard(steps: Steps) -> tasks.PageNews:
    news = next(steps)
    assert isinstance(news, tasks.PageNews)
    return news
