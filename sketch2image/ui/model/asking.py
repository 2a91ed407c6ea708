"""What is asked of the engine, and what it answered."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.types import QueryKind
from sketch2image.engine.desktop.live import LiveScheduler, Ticket
from sketch2image.engine.desktop.tasks import (
    Answer,
    LookUp,
    ModelsReady,
    Query,
    ReadPicture,
    SearchAnswer,
)
from sketch2image.engine.request import Result
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.questions import Finding, Question, Rest, Wishes, is_another
from sketch2image.ui.model.readiness import Readiness
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.work import Lane, State, Work
from sketch2image.ui.words import tr

LARGEST_SEED = 2**31 - 1

_TIER = ("tier", "caption_model", "render_model", "encode_model", "or_lite")
"""Settings that decide which models answer."""


class AskingModel(QObject):
    """Asks for caption, picture and matches, by button or live.

    Args:
        settings: tier, matches wanted, whether live mode is on.
        drawing: what is asked about.
        notices: told what went wrong.
        answers: the lane of the answering engine.
        errands: the lane of small errands.

    Signals:
        changed: `is_busy`, `live`, `rest`, `is_stale`, `wishes`, `models` or `finding`.
        progressed: with a `Progress` of the answer under way.
        answered: with a `Result`, to be shown.
        concluded: then, too, where the person asked for it; live answers come without asking.
        found: with a `SearchAnswer` of a picture or of words, and what was looked for.
        gallery_failed: the gallery could not be searched; it may be gone.
    """

    changed = Signal()
    progressed = Signal(object)
    answered = Signal(object)
    concluded = Signal(object)
    found = Signal(object, str)
    gallery_failed = Signal()

    def __init__(
        self,
        settings: SettingsModel,
        drawing: DrawingModel,
        notices: Notices,
        answers: Lane,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._drawing, self._notices = settings, drawing, notices
        self._answers, self._errands = answers, errands
        self.readiness = Readiness(notices, answers, self)
        self.readiness.changed.connect(self.changed)
        self._scheduler: LiveScheduler[Question] = LiveScheduler()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask_live)
        self._work: Work | None = None
        self._failed_live = False
        self._told: tuple[object, ...] = ()
        self.wishes = Wishes()
        self.result: Result | None = None
        self.asked: Question | None = None
        self.finding: Finding | None = None
        self._subject = drawing.sketch
        drawing.committed.connect(self._drawn)
        drawing.tools_changed.connect(self._edited)
        settings.changed.connect(self._on_setting)
        self._scheduler.on = settings.value("live")

    @property
    def is_busy(self) -> bool:
        """Whether an answer is under way."""
        return self._work is not None

    @property
    def models(self) -> ModelsReady | None:
        """Which models answer; None while they are loading and when they cannot be loaded."""
        return self.readiness.models

    @property
    def can_ask(self) -> bool:
        """Whether there is a drawing to ask about."""
        return not self._drawing.is_empty

    @property
    def live(self) -> bool:
        """Whether the answer follows the drawing."""
        return self._scheduler.on

    @property
    def rest(self) -> Rest:
        """Why it does not right now, though it was wished for."""
        if not self.live:
            return Rest.fault if self._failed_live else Rest.none
        if self._drawing.is_empty:
            return Rest.empty
        return Rest.paused if self._drawing.paused else Rest.none

    @property
    def is_stale(self) -> bool:
        """Whether drawing or wishes are others than those of `result`."""
        return self.asked is not None and self.asked != self._question

    @property
    def shown(self) -> Result | SearchAnswer | None:
        """What has the matches to be shown: `finding` where there is one, else `result`."""
        return self.finding.answer if self.finding is not None else self.result

    def warm_up(self) -> None:
        """Load the models before the first question."""
        self.readiness.look()

    def wish(self, **changes: Any) -> None:  # noqa: ANN401 - fields of `Wishes`
        """Choose otherwise, e.g. `wish(seed=3)`."""
        wishes = replace(self.wishes, **changes)
        if wishes == self.wishes:
            return
        self.wishes = wishes
        self.changed.emit()
        self._edited()

    def reroll(self) -> None:
        """Ask for another picture of the same drawing."""
        self.wish(seed=secrets.randbelow(LARGEST_SEED + 1))
        if not self.live:
            self.ask()

    def mean(self, label: str) -> None:
        """Say what the drawing is, and ask again."""
        self.wish(prompt=caption_text(label))
        if not self.live:
            self.ask()

    def ask(self) -> None:
        """Ask about the drawing as it is now."""
        if self._drawing.is_empty:
            self._notices.say(tr("The sketch is empty."), tr("Draw something first."), topic="ask")
            return
        self._notices.settle("ask")
        self.cancel()  # first, so that a live question gives way and this one is the live one
        due = self._scheduler.due()
        self._answer(None if due is None else self._scheduler.begin(), by_hand=True)

    def ask_words(self, text: str) -> None:
        """Look for what words say."""
        query = Query(self.wishes.gallery, text=text, k=self._settings.value("matches"))
        self._look_up(query, f"“{text}”")

    def ask_picture(self, path: str) -> None:
        """Look for pictures like one in a file."""
        name = path.replace("\\", "/").rpartition("/")[2]
        self._errands.do(ReadPicture(path), lambda image: self._like(image, name), name)

    def put_finding_away(self) -> None:
        """Show the matches of the drawing again."""
        self.finding = None
        self.changed.emit()

    def cancel(self) -> None:
        """Call off the answer under way."""
        if self._work is not None:
            self._work.cancel()

    def set_live(self, wanted: bool) -> None:
        """Let the answer follow the drawing, or only come when asked for."""
        self._failed_live = False
        is_asking = self._work is not None and isinstance(self._work.task, Answer)
        self._scheduler.on = wanted
        if is_asking and not wanted:
            self.cancel()
        self.changed.emit()
        self._edited()
        if wanted != self._settings.value("live"):
            try:
                self._settings.set("live", wanted)
            except UserError as error:
                self._notices.fail(error, topic="settings")

    def _like(self, image: Any, name: str) -> None:  # noqa: ANN401 - an image from the engine
        count = self._settings.value("matches")
        query = Query(self.wishes.gallery, [image], QueryKind.photo, k=count)
        self._look_up(query, name)

    def _look_up(self, query: Query, asked: str) -> None:
        work = self._begin(LookUp(query), tr("searching"))
        work.done.connect(lambda answer: self._found(answer, asked))
        work.failed.connect(lambda error: self._fail(error, lambda: self._look_up(query, asked)))

    def _answer(self, ticket: Ticket[Question] | None, by_hand: bool = False) -> None:
        """Ask; a live question has a ticket."""
        asked = self._question
        work = self._begin(Answer(asked.request), tr("answering"))
        work.done.connect(lambda result: self._show(asked, ticket, result, by_hand))
        work.failed.connect(self._failed)
        work.ended.connect(lambda: self._settle(ticket, work))

    def _begin(self, task: object, title: str) -> Work:
        work = self._answers.do(task, None, title, tell=False)
        self._work = work
        work.progressed.connect(self.progressed)
        work.ended.connect(lambda: self._ended(work))
        self.changed.emit()
        return work

    @property
    def _question(self) -> Question:
        return Question(self._drawing.sketch, self.wishes, self._settings.value("matches"))

    def _ended(self, work: Work) -> None:
        if work is self._work:
            self._work = None
            self.changed.emit()
            self._plan()
            self.readiness.go_on()

    def _show(
        self, asked: Question, ticket: Ticket[Question] | None, result: Result, by_hand: bool
    ) -> None:
        if ticket is not None and not self._scheduler.finished(ticket):
            return
        self._failed_live = False
        self.asked, self.result, self.finding = asked, result, None
        self._notices.settle("answer")
        self.answered.emit(result)
        self._tell()
        self.readiness.check(result)
        if by_hand:
            self.concluded.emit(result)

    def _found(self, answer: SearchAnswer, asked: str) -> None:
        self.finding = Finding(answer, asked)
        self._notices.settle("answer")
        self.found.emit(answer, asked)

    def _failed(self, error: Exception) -> None:
        """One fault must not come again with every stroke."""
        self._failed_live = self.live or self._failed_live
        self._scheduler.failed()
        self._fail(error, self.ask)
        self.changed.emit()

    def _fail(self, error: Exception, again: Any) -> None:  # noqa: ANN401 - what a button does
        self._notices.fail(error, tr("Try again"), again, "answer")
        if isinstance(error, UserError) and error.kind is ErrorKind.gallery:
            self.gallery_failed.emit()

    def _settle(self, ticket: Ticket[Question] | None, work: Work) -> None:
        """A live question that was called off is not open any longer."""
        if ticket is not None and work.state is State.cancelled:
            self._scheduler.dropped(ticket)
        self._plan()

    def _drawn(self) -> None:
        """What the person said of a drawing goes with it."""
        before, self._subject = self._subject, self._drawing.sketch
        if is_another(before, self._subject):
            self.wish(prompt="")
        self._edited()

    def _edited(self) -> None:
        if not self._drawing.is_empty:
            self._scheduler.changed(self._question)
        self._plan()
        self._tell()

    def _tell(self) -> None:
        """Say what follows from the drawing, where it is not what was said last."""
        told = self.rest, self.is_stale, self.can_ask
        if told != self._told:
            self._told = told
            self.changed.emit()

    def _plan(self) -> None:
        due = self._scheduler.due()
        if due is None or self.rest is not Rest.none:
            self._timer.stop()
        else:
            self._timer.start(round(1000 * due))

    def _ask_live(self) -> None:
        if not self.is_busy:  # else its end plans anew
            self._answer(self._scheduler.begin())

    def _on_setting(self, name: str) -> None:
        if name in _TIER:
            self.warm_up()
        elif name == "matches":
            self._edited()
        elif name == "live" and self._settings.value("live") != self.live:
            self.set_live(self._settings.value("live"))
