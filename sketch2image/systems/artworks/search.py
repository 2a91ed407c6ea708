"""Which work of a collection a photo shows, if any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.query import QueryKind
from sketch2image.core.types import Image
from sketch2image.detect.overlap import Corners
from sketch2image.gallery.local.features import LocalFeatures, features_of_photo
from sketch2image.gallery.local.seeing import Sighting, look_for
from sketch2image.gallery.protocol import Encoder
from sketch2image.systems.artworks import evidence
from sketch2image.systems.artworks.collection import Collection
from sketch2image.systems.artworks.evidence import View
from sketch2image.systems.artworks.looks import Finder, Look, looks
from sketch2image.systems.artworks.shortlist import LENGTH, Candidate, Shortlister
from sketch2image.systems.artworks.work import Work

STAGE = "artworks"

PHOTO_SIDE = 1600
"""Longest side of a photo file, in pixels, at which it is looked at."""

_GLANCE = 64
"""The same of a photo that is only tried."""


@dataclass(frozen=True, eq=False)
class Found:
    """One work that a photo may show.

    Attributes:
        path: of its picture, as the gallery spells it.
        work: what is known of it.
        rank: 1 is best.
        confidence: 0..1 that the photo shows it.
        likeness: cosine by the encoder, -1..1.
        inliers: points of it seen in the photo; 0 where it was not seen.
        corners: of the work in the photo, in pixels; None where it was not seen.
    """

    path: str
    work: Work
    rank: int
    confidence: float
    likeness: float
    inliers: int
    corners: Corners | None

    @property
    def weak(self) -> bool:
        """Whether it is too unsure to count."""
        return self.confidence < evidence.KNOWN


@dataclass(frozen=True, eq=False)
class LookUp:
    """What was found for one photo.

    Attributes:
        known: whether the first match is what the photo shows; else no work of the collection is.
        matches: best first.
        corners: where in the photo a work is, in pixels: the first match where it was seen, else
            what the detector takes for one; None where neither tells.
        size: (width, height) of the photo as it was looked at, in pixels.
    """

    known: bool
    matches: tuple[Found, ...]
    corners: Corners | None
    size: tuple[int, int]


@dataclass(frozen=True)
class _Judged:
    candidate: Candidate
    works: tuple[tuple[str, Work], ...]
    sighting: Sighting | None
    confidence: float


class Searcher:
    """Looks photos up in a collection that is up to date.

    Args:
        collection: open; the caller closes it.
        encoder: of its vectors.
        finder: where in a photo a work may be.
        verify: look for the points of the works most alike in the photo.

    Raises:
        UserError: the collection holds no works of this encoder.
    """

    def __init__(
        self, collection: Collection, encoder: Encoder, finder: Finder, *, verify: bool = True
    ) -> None:
        self._collection = collection
        self._finder = finder
        self._verify = verify
        self._shortlister = Shortlister(collection.gallery, encoder, collection.features)
        vectors = self._shortlister.vectors
        if not len(vectors):
            hint = "Add some with `artworks register DIR`."
            raise UserError(ErrorKind.gallery, "the collection holds no works", hint)
        self._mark = evidence.strangers_mark(vectors, encoder.weak_below[QueryKind.photo])

    def look_up(self, photo: Image, k: int = 5) -> LookUp:
        """The k works that a photo is most likely to show.

        Args:
            photo: (H, W, 3) uint8 RGB, of any size.
            k: matches wanted.

        Raises:
            UserError: k is below 1.
        """
        if k < 1:
            raise UserError(ErrorKind.input, f"cannot find {k} works", "Ask for at least 1.")
        parts = looks(photo, self._finder)
        features = features_of_photo(photo) if self._verify else None
        candidates = self._shortlister.choose(parts, features, max(k, LENGTH))
        judged = self._judged(candidates, features, _view(photo, parts))
        return _answer(judged, parts, k, (photo.shape[1], photo.shape[0]))

    def _judged(
        self,
        candidates: Sequence[Candidate],
        features: LocalFeatures | None,
        view: View,
    ) -> list[_Judged]:
        """Surest first; equals keep the order of likeness."""
        works = self._collection.works_behind([one.id for one in candidates])
        sightings: Mapping[str, Sighting] = {}
        if features is not None:
            contents = [one.content for one in candidates]
            sightings = look_for(contents, features, self._collection.features)
        judged = []
        for one in candidates:
            held, sighting = tuple(works.get(one.id, ())), sightings.get(one.content)
            sure = evidence.alike(one.likeness, self._mark)
            if sighting is not None:
                flat = any(work.flat for _, work in held)
                sure = evidence.with_points(sure, sighting, view, flat=flat)
            judged.append(_Judged(one, held, sighting, sure))
        return sorted(judged, key=lambda one: -one.confidence)


def look_up_all(
    collection: Collection,
    encoder: Encoder,
    finder: Finder,
    photos: Sequence[str],
    k: int = 5,
    report: Report = silent,
    *,
    verify: bool = True,
) -> list[LookUp]:
    """What is found for each of some photos, in an open collection that may need vectors first.

    Args:
        collection, encoder, finder, verify: as `Searcher` takes them.
        photos: files, of which one at a time is in memory.
        k: matches wanted for each.
        report: progress; may raise `Cancelled`.

    Raises:
        UserError: a photo cannot be read, which is told before the first is looked up; k is below
            1; or as `Searcher`.
    """
    for photo in photos:
        open_picture(photo, _GLANCE)
    collection.gallery.catch_up(encoder, report)
    searcher = Searcher(collection, encoder, finder, verify=verify)
    counter, found = Counter(report, STAGE, len(photos)), []
    for photo in photos:
        found.append(searcher.look_up(open_picture(photo, PHOTO_SIDE), k))
        counter.advance(photo)
    return found


def _view(photo: Image, parts: Sequence[Look]) -> View:
    height, width = photo.shape[:2]
    longer = max(height, width)
    return View((width / longer, height / longer), parts[0].outline)


def _answer(
    judged: Sequence[_Judged], parts: Sequence[Look], k: int, size: tuple[int, int]
) -> LookUp:
    longer = max(size)
    matches = _found(judged, k, longer)
    known = bool(matches) and not matches[0].weak
    place = matches[0].corners if known else None
    if place is None and parts[0].outline is not None:
        place = parts[0].outline * longer
    return LookUp(known, matches, place, size)


def _found(judged: Sequence[_Judged], k: int, longer: int) -> tuple[Found, ...]:
    each = [(one, path, work) for one in judged for path, work in one.works][:k]
    return tuple(
        _match(one, path, work, rank, longer) for rank, (one, path, work) in enumerate(each, 1)
    )


def _match(one: _Judged, path: str, work: Work, rank: int, longer: int) -> Found:
    alignment = one.sighting.alignment if one.sighting else None
    return Found(
        path=path,
        work=work,
        rank=rank,
        confidence=one.confidence,
        likeness=one.candidate.likeness,
        inliers=alignment.inliers if alignment else 0,
        corners=alignment.outline * longer if alignment else None,
    )
