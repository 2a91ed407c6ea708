"""The engine that works in a process of its own: nothing it does blocks or crashes the caller.

The child is spawned, never forked, so that torch and Qt never share a process. A cancelled job
ends at once for the caller; the child gets a grace to reach its next cancel point, then it is
killed and a new one is started for the next request. One thread writes to a child and one listens
to it, so that a child that does not read never holds up the caller.
"""

from __future__ import annotations

import itertools
import multiprocessing
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.job import Answered, Asked
from sketch2image.engine.serving import NICENESS, Factory, Outcome, fault, serve

_Letter = tuple[str, int, object]

GRACE = 2.0
"""Seconds a cancelled child gets to reach its next cancel point."""

_CLOSED = "the engine was closed"
_NUMBERS = itertools.count(1)


class ProcessJob(Generic[Asked, Answered]):
    """One request in the child's hands."""

    def __init__(
        self, request: Asked, cancel: Callable[[ProcessJob[Asked, Answered], str], None]
    ) -> None:
        self.request = request
        self.number = next(_NUMBERS)
        self._cancel = cancel
        self._events: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        self._outcome: Outcome[Answered] | Exception | None = None
        self._ended = threading.Event()
        self._settling = threading.Lock()

    @property
    def ended(self) -> bool:
        """Whether the outcome is known."""
        return self._ended.is_set()

    def events(self) -> Iterator[Progress]:
        """Progress as the child sends it."""
        while (event := self._events.get()) is not None:
            yield event
        self._events.put(None)

    def result(self) -> Answered:
        """Wait for the child's answer."""
        self._ended.wait()
        if isinstance(self._outcome, Exception):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome.value

    def cancel(self, reason: str = "cancelled") -> None:
        """End the job now, whatever the child is doing."""
        self._cancel(self, reason)

    def report(self, event: Progress) -> None:
        """Pass an event on, unless the job has ended."""
        with self._settling:
            if not self.ended:
                self._events.put(event)

    def end(self, outcome: Outcome[Answered] | Exception) -> None:
        """Settle the job; the first outcome stays."""
        with self._settling:
            if self.ended:
                return
            self._outcome = outcome
            self._events.put(None)
            self._ended.set()


class ProcessEngine(Generic[Asked, Answered]):
    """Answers in a spawned child process.

    Args:
        factory: makes the worker inside the child; a function of a module, so that it pickles.
        grace: seconds a cancelled child gets before it is killed.
        niceness: how far the child stands back; 0 where nothing else has to go first.
    """

    def __init__(
        self, factory: Factory[Asked, Answered], grace: float = GRACE, niceness: int = NICENESS
    ) -> None:
        self._factory = factory
        self._grace = grace
        self._niceness = niceness
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._job: ProcessJob[Asked, Answered] | None = None
        self._closed = False

    def submit(self, request: Asked) -> ProcessJob[Asked, Answered]:
        """Send a request to the child; an unfinished older one becomes stale.

        A closed engine cancels it at once.
        """
        with self._lock:
            if self._job is not None:
                self._job.cancel("a newer request came")
            self._job = ProcessJob(request, self._cancelled)
            if self._closed:
                self._job.end(Cancelled(_CLOSED))
            else:
                self._send(self._job)
            return self._job

    def cancel(self, reason: str = "cancelled") -> None:
        """End the job at hand, if there is one; see `Job.cancel`."""
        with self._lock:
            if self._job is not None:
                self._job.cancel(reason)

    def close(self) -> None:
        """Cancel what runs and end the child, which gets the grace to leave by itself."""
        with self._lock:
            self._closed = True
            if self._job is not None:
                self._job.end(Cancelled(_CLOSED))
            child, self._child = self._child, None
        if child is not None:
            child.stop(self._grace)

    def _send(self, job: ProcessJob[Asked, Answered]) -> None:
        if self._child is None or not self._child.alive:
            self._child = _Child(self._factory, self._niceness, self._received, self._died)
        self._child.send(job)

    def _cancelled(self, job: ProcessJob[Asked, Answered], reason: str) -> None:
        with self._lock:
            if job.ended:
                return
            job.end(Cancelled(reason))
            child = self._child
        if child is not None:
            child.drop(job, self._grace)

    def _received(self, number: int, message: object) -> None:
        with self._lock:
            job = self._job
        if job is None or job.number != number:
            return
        if isinstance(message, Progress):
            job.report(message)
        elif isinstance(message, Outcome | Exception):
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


@contextmanager
def interrupts_kept() -> Iterator[None]:
    """Let Ctrl-C pass by a child that is being started, on POSIX; later it ignores it itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Child:
    """One child process, the thread that writes to it and the thread that listens to it."""

    def __init__(
        self,
        factory: Factory,
        niceness: int,
        received: Callable[[int, object], None],
        died: Callable[[_Child], None],
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, factory, niceness), daemon=True)
        with interrupts_kept():
            self._process.start()
        theirs.close()
        self._received = received
        self._died = died
        self._idle = threading.Condition()
        self._busy: set[int] = set()
        self._outbox: queue.SimpleQueue[_Letter | None] = queue.SimpleQueue()
        self.killed = False
        threading.Thread(target=self._write, daemon=True).start()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._process.is_alive() and not self.killed

    def send(self, job: ProcessJob) -> None:
        with self._idle:
            self._busy.add(job.number)
        self._outbox.put(("run", job.number, job.request))

    def drop(self, job: ProcessJob, grace: float) -> None:
        """Ask the child to leave a job; kill it when it has not within the grace."""
        self._outbox.put(("cancel", job.number, None))
        threading.Thread(target=self._enforce, args=(job.number, grace), daemon=True).start()

    def stop(self, grace: float) -> None:
        self._outbox.put(("stop", 0, None))
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

    def _write(self) -> None:
        with suppress(OSError):  # the child is gone; the listener tells the engine
            while (letter := self._outbox.get()) is not None:
                verb, number, request = letter
                try:
                    packed = pickle.dumps(request)
                except Exception as error:  # whatever the request holds that cannot be sent
                    self._received(number, fault(error))
                    self._left(number)
                else:
                    self._connection.send((verb, number, packed))

    def _listen(self) -> None:
        try:
            while True:
                self._heard(*self._connection.recv())
        except (EOFError, OSError):  # the child is gone
            self._process.kill()
        except Exception as error:  # an answer that cannot be read: nothing after it is trusted
            self._received(self._running, fault(error))
            self._kill()
        self._outbox.put(None)
        with self._idle:
            self._busy.clear()
            self._idle.notify_all()
        self._process.join()
        self._died(self)

    @property
    def _running(self) -> int:
        """The oldest job that the child has: it takes them in order."""
        with self._idle:
            return min(self._busy, default=0)

    def _heard(self, number: int, message: object) -> None:
        if message == "idle":
            self._left(number)
        else:
            self._received(number, message)

    def _left(self, number: int) -> None:
        with self._idle:
            self._busy.discard(number)
            self._idle.notify_all()
