"""What runs in the engine's child process."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection
from typing import Generic

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.engine.job import Answered, Asked, Worker

Factory = Callable[[], Worker[Asked, Answered]]
"""Makes the worker inside the child; a function of a module, so that it pickles."""

NICENESS = 10
"""How far the child stands back on POSIX, so that the camera loop gets the cores first."""

_BELOW_NORMAL = 0x4000


@dataclass(frozen=True)
class Outcome(Generic[Answered]):
    """An answer on its way to the parent."""

    value: Answered


def fault(error: Exception) -> RuntimeError:
    """An error that is ours, as text, so that it passes between processes."""
    return RuntimeError("".join(traceback.format_exception(error)))


def serve(
    connection: Connection, factory: Factory[Asked, Answered], niceness: int = NICENESS
) -> None:
    """The child's main loop: answer requests until told to stop or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if niceness:
        _stand_back(niceness)
    with suppress(EOFError, OSError):
        _Server(connection, factory).run()


def _stand_back(niceness: int) -> None:
    if sys.platform == "win32":
        from ctypes import c_void_p, windll

        this_process = c_void_p(-1)
        windll.kernel32.SetPriorityClass(this_process, _BELOW_NORMAL)
    else:
        os.nice(niceness)


class _Server(Generic[Asked, Answered]):
    def __init__(self, connection: Connection, factory: Factory[Asked, Answered]) -> None:
        self._connection = connection
        self._factory = factory
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._dropped: set[int] = set()
        self._stopping = False

    @cached_property
    def _worker(self) -> Worker[Asked, Answered]:
        return self._factory()

    def run(self) -> None:
        while True:
            while not self._waiting and not self._stopping:
                self._take()
            if self._stopping:
                return
            number, packed = self._waiting.popleft()
            if number not in self._dropped:
                self._answer(number, packed)
            self._connection.send((number, "idle"))

    def _answer(self, number: int, packed: bytes) -> None:
        try:
            self._connection.send((number, self._outcome(number, packed)))
        except UserError as error:
            self._connection.send((number, error))
        except Exception as error:  # anything else is our fault: the parent raises it
            self._connection.send((number, fault(error)))

    def _outcome(self, number: int, packed: bytes) -> Outcome[Answered] | Cancelled:
        steps = self._worker.run(pickle.loads(packed))
        try:
            while True:
                self._connection.send((number, next(steps)))
                while self._connection.poll():
                    self._take()
                if number in self._dropped or self._stopping:
                    steps.close()
                    return Cancelled()
        except StopIteration as end:
            return Outcome(end.value)

    def _take(self) -> None:
        verb, number, packed = self._connection.recv()
        if verb == "run":
            self._waiting.append((number, packed))
        elif verb == "cancel":
            self._dropped.add(number)
        else:
            self._stopping = True
