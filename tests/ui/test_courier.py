"""Calls from other threads."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from sketch2image.ui import courier

THREADS = 8


def test_the_first_calls_of_several_threads_all_arrive(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    made = courier._Courier.__init__

    def slowly(self: QObject) -> None:
        time.sleep(0.02)
        made(self)

    monkeypatch.setattr(courier._Courier, "__init__", slowly)
    earlier = courier._courier()
    courier._courier.cache_clear()
    receiver, came = QObject(), []
    together = threading.Barrier(THREADS)

    def call(number: int) -> None:
        together.wait()
        courier.post(receiver, lambda: came.append(number))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: sorted(came) == list(range(THREADS)))
    del earlier


def test_a_call_for_one_who_is_gone_is_not_made(qtbot: QtBot):
    receiver, stays, came = QObject(), QObject(), []
    thread = threading.Thread(
        target=lambda: (
            courier.post(receiver, lambda: came.append("gone")),
            courier.post(stays, lambda: came.append("here")),
        )
    )
    thread.start()
    thread.join()
    import shiboken6

    shiboken6.delete(receiver)
    qtbot.waitUntil(lambda: bool(came))
    assert came == ["here"]
