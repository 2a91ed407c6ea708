"""The engine that works in a process of its own: nothing it does blocks or crashes the caller.

The child is spawned, never forked, so that torch and Qt never share a process. A cancelled job
ends at once for the caller; the child gets a grace to reach its next cancel point, then it is
killed and a new one is started for the next request.
"""

from __future__ import annotations

import itertools
import multiprocessing
import queue
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from multiprocessing.connection import Connection

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.job import Worker
from sketch2image.engine.request import Request, Result

Factory = Callable[[], Worker]

GRACE = 2.0
"""Seconds a cancelled child gets to reach its next cancel point."""

_NUMBERS = itertools.count(1)


class ProcessJob:
    """One request in the child's hands."""

    def __init__(self, request: Request, cancel: Callable[[ProcessJob, str], None]) -> None:
        self.request = request
        self.number = next(_NUMBERS)
        self._cancel = cancel
        self._events: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        self._outcome: Result | Exception | None = None
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether the outcome is known."""
        return self._ended.is_set()

    def events(self) -> Iterator[Progress]:
        """Progress as the child sends it."""
        while (event := self._events.get()) is not None:
            yield event
        self._events.put(None)

    def result(self) -> Result:
        """Wait for the child's answer."""
        self._ended.wait()
        if isinstance(self._outcome, Exception):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome

    def cancel(self, reason: str = "cancelled") -> None:
        """End the job now, whatever the child is doing."""
        self._cancel(self, reason)

    def report(self, event: Progress) -> None:
        """Pass an event on."""
        self._events.put(event)

    def end(self, outcome: Result | Exception) -> None:
        """Settle the job; the first outcome stays."""
        if not self.ended:
            self._outcome = outcome
            self._ended.set()
            self._events.put(None)


class ProcessEngine:
    """Answers in a spawned child process.

    Args:
        factory: makes the worker inside the child; a function of a module, so that it pickles.
        grace: seconds a cancelled child gets before it is killed.
    """

    def __init__(self, factory: Factory, grace: float = GRACE) -> None:
        self._factory = factory
        self._grace = grace
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._job: ProcessJob | None = None

    def submit(self, request: Request) -> ProcessJob:
        """Send a request to the child; an unfinished older one becomes stale."""
        with self._lock:
            if self._job is not None:
                self._job.cancel("a newer request came")
            self._job = ProcessJob(request, self._cancelled)
            self._send(self._job)
            return self._job

    def close(self) -> None:
        """Cancel what runs and end the child."""
        with self._lock:
            if self._job is not None:
                self._job.end(Cancelled("the engine was closed"))
            child, self._child = self._child, None
        if child is not None:
            child.stop(self._grace)

    def _send(self, job: ProcessJob) -> None:
        if self._child is None or not self._child.alive:
            self._child = _Child(self._factory, self._received, self._died)
        self._child.send(job)

    def _cancelled(self, job: ProcessJob, reason: str) -> None:
        with self._lock:
            if job.ended:
                return
            job.end(Cancelled(reason))
            child = self._child
        if child is not None:
            child.drop(job, self._grace)

    def _received(self, number: int, message: object) -> None:
        job = self._job
        if job is None or job.number != number:
            return
        if isinstance(message, Progress):
            job.report(message)
        elif isinstance(message, Result | Exception):
            job.end(message)

    def _died(self, child: _Child) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._child = None
            job = self._job
            if job is None or job.ended:
                return
            if child.killed:
                self._send(job)
                return
        job.end(_crashed())


def _crashed() -> UserError:
    return UserError(
        ErrorKind.engine,
        "the engine stopped in the middle of the work",
        "Try again; if it happens again, close other programs to free memory.",
    )


class _Child:
    """One child process and the thread that listens to it."""

    def __init__(
        self,
        factory: Factory,
        received: Callable[[int, object], None],
        died: Callable[[_Child], None],
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, factory), daemon=True)
        self._process.start()
        theirs.close()
        self._received = received
        self._died = died
        self._idle = threading.Condition()
        self._busy: set[int] = set()
        self.killed = False
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._process.is_alive() and not self.killed

    def send(self, job: ProcessJob) -> None:
        with self._idle:
            self._busy.add(job.number)
        self._post(("run", job.number, job.request))

    def drop(self, job: ProcessJob, grace: float) -> None:
        """Ask the child to leave a job; kill it when it has not within the grace."""
        self._post(("cancel", job.number, None))
        threading.Thread(target=self._enforce, args=(job.number, grace), daemon=True).start()

    def stop(self, grace: float) -> None:
        self._post(("stop", 0, None))
        self._process.join(grace)
        self._kill()

    def _enforce(self, number: int, grace: float) -> None:
        with self._idle:
            left = self._idle.wait_for(lambda: number not in self._busy, grace)
        if not left:
            self._kill()

    def _kill(self) -> None:
        self.killed = True
        self._process.kill()
        self._process.join()

    def _post(self, message: tuple[str, int, Request | None]) -> None:
        try:
            self._connection.send(message)
        except OSError:  # the child is gone; the listener tells the engine
            return

    def _listen(self) -> None:
        while True:
            try:
                number, message = self._connection.recv()
            except (EOFError, OSError):
                break
            if message == "idle":
                with self._idle:
                    self._busy.discard(number)
                    self._idle.notify_all()
            else:
                self._received(number, message)
        with self._idle:
            self._busy.clear()
            self._idle.notify_all()
        self._process.join()
        self._died(self)


def serve(connection: Connection, factory: Factory) -> None:
    """The child's main loop: answer requests until told to stop or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        _Server(connection, factory).run()


class _Server:
    def __init__(self, connection: Connection, factory: Factory) -> None:
        self._connection = connection
        self._factory = factory
        self._waiting: deque[tuple[int, Request]] = deque()
        self._dropped: set[int] = set()
        self._stopping = False

    @cached_property
    def _worker(self) -> Worker:
        return self._factory()

    def run(self) -> None:
        while True:
            while not self._waiting and not self._stopping:
                self._take()
            if self._stopping:
                return
            number, request = self._waiting.popleft()
            if number not in self._dropped:
                self._connection.send((number, self._answer(number, request)))
            self._connection.send((number, "idle"))

    def _answer(self, number: int, request: Request) -> Result | Exception:
        try:
            steps = self._worker.run(request)
            while True:
                self._connection.send((number, next(steps)))
                while self._connection.poll():
                    self._take()
                if number in self._dropped or self._stopping:
                    steps.close()
                    return Cancelled()
        except StopIteration as end:
            return end.value
        except UserError as error:
            return error
        except Exception as error:  # anything else is our fault: the parent raises it
            return RuntimeError("".join(traceback.format_exception(error)))

    def _take(self) -> None:
        verb, number, request = self._connection.recv()
        if verb == "run":
            self._waiting.append((number, request))
        elif verb == "cancel":
            self._dropped.add(number)
        else:
            self._stopping = True
