"""From what a form says to what the page shows; knows nothing of the page itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.paper import sketch_on
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import QueryKind
from sketch2image.engine.looking import Query, SearchAnswer, look_up
from sketch2image.engine.request import Request, Result
from sketch2image.engine.tiers import Tiers
from sketch2image.web.desk import Answer, Desk, Work
from sketch2image.web.given import given_picture, given_words, without_folders
from sketch2image.web.limits import LARGEST_SEED, Limits
from sketch2image.web.view import View, answer_view, search_view


@dataclass(frozen=True)
class Wishes:
    """What the options of the page say.

    Attributes:
        gallery: one of those that the page offers.
        k: matches wanted.
        prompt: what to render; empty for the caption.
        style: of a full renderer; empty for none.
        strength: 0 (free) .. 1 (to the line); None for the renderer's usual one.
        seed: which of the possible pictures.
        new_seed: whether another one is drawn each time.
    """

    gallery: str
    k: int = 10
    prompt: str = ""
    style: str | None = ""
    strength: float | None = None
    seed: float | None = 0
    new_seed: bool = False


class Answering:
    """Answers the forms of the page.

    Args:
        desk: gives turns with the models.
        galleries: what each gallery offered is called, and what opens it.
        limits: of what may be asked.
    """

    def __init__(self, desk: Desk, galleries: Mapping[str, str], limits: Limits) -> None:
        self._desk = desk
        self._galleries = galleries
        self._limits = limits

    def drawing(
        self, session: str, path: str | None, wishes: Wishes, report: Report = silent
    ) -> View:
        """Caption, picture and matches of what the sketchpad sent.

        Raises:
            UserError: nothing was drawn, an option is out of range, or the work fails.
            Cancelled: the question was called off.
        """
        if not path:
            raise UserError(ErrorKind.input, "the sketch is empty", "Draw something first.")
        return self.sketch_file(session, path, wishes, report)

    def sketch_file(
        self, session: str, path: str | None, wishes: Wishes, report: Report = silent
    ) -> View:
        """The same of a picture of a drawing, on screen or on paper.

        Raises:
            UserError: there is no picture or it cannot be read; or as `drawing`.
            Cancelled: the question was called off.
        """
        return self._answer(session, sketch_on(given_picture(path, self._limits)), wishes, report)

    def photo_file(
        self, session: str, path: str | None, wishes: Wishes, report: Report = silent
    ) -> View:
        """Matches of a photo.

        Raises:
            UserError: as `sketch_file`.
            Cancelled: the question was called off.
        """
        gallery, k = self._gallery(wishes), self._count(wishes)
        query = Query(gallery, [given_picture(path, self._limits)], QueryKind.photo, k=k)
        return self._search(session, query, wishes, report)

    def words(self, session: str, text: str, wishes: Wishes, report: Report = silent) -> View:
        """Matches of words alone.

        Raises:
            UserError: there are none, or the encoder does not know them; or as `photo_file`.
            Cancelled: the question was called off.
        """
        if not given_words(text):
            raise UserError(ErrorKind.input, "there are no words", "Name one thing, e.g. teapot.")
        query = Query(self._gallery(wishes), text=text, k=self._count(wishes))
        return self._search(session, query, wishes, report)

    def cancel(self, session: str) -> bool:
        """Call off what a session has asked; returns whether there was something."""
        return self._desk.cancel(session)

    def _answer(self, session: str, sketch: Sketch, wishes: Wishes, report: Report) -> View:
        request = Request(
            sketch,
            prompt=given_words(wishes.prompt),
            seed=secrets.randbelow(LARGEST_SEED + 1) if wishes.new_seed else _seed(wishes.seed),
            strength=wishes.strength,
            gallery=self._gallery(wishes),
            k=self._count(wishes),
            style=wishes.style or "",
        )

        def work(tiers: Tiers, told: Report) -> Result:
            return tiers.answer(request, told)

        return answer_view(self._ask(session, work, wishes, report))

    def _search(self, session: str, query: Query, wishes: Wishes, report: Report) -> View:
        def work(tiers: Tiers, told: Report) -> list[SearchAnswer]:
            return tiers.use(lambda parts: look_up(parts, query, told))

        (found,) = self._ask(session, work, wishes, report)
        asked = f"“{query.text.strip()}”" if query.text else "your photo"
        return search_view(found.matches, asked, wishes.gallery)

    def _ask(self, session: str, work: Work[Answer], wishes: Wishes, report: Report) -> Answer:
        """A turn at the desk; where things lie on this machine is kept from the visitor."""
        where = self._gallery(wishes)

        def told_as(text: str) -> str:
            return without_folders(text.replace(where, wishes.gallery))

        def told(event: Progress) -> None:
            report(replace(event, text=told_as(event.text)))

        try:
            return self._desk.ask(session, work, told)
        except Cancelled:
            raise
        except UserError as error:
            said = (error.message, error.hint)
            message, hint = map(told_as, said)
            raise UserError(error.kind, message, hint) from error

    def _gallery(self, wishes: Wishes) -> str:
        where = self._galleries.get(wishes.gallery)
        if where is None:
            known = ", ".join(self._galleries)
            raise UserError(ErrorKind.gallery, "no such gallery on this page", f"Known: {known}.")
        return where

    def _count(self, wishes: Wishes) -> int:
        most = self._limits.matches
        if not 1 <= wishes.k <= most:
            hint = f"Ask for 1 to {most}."
            raise UserError(ErrorKind.input, f"{wishes.k} matches cannot be shown", hint)
        return int(wishes.k)


def _seed(given: float | None) -> int:
    if given is None or not 0 <= given <= LARGEST_SEED or given != int(given):
        hint = f"Give a whole number from 0 to {LARGEST_SEED}."
        raise UserError(ErrorKind.input, "that is no seed", hint)
    return int(given)
