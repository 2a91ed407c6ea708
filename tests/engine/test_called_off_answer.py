"""An answer that is called off gives everything back in the thread that worked."""

from __future__ import annotations

import threading

import pytest

from sketch2image.core.errors import Cancelled
from sketch2image.core.paths import sample_gallery
from sketch2image.core.progress import Progress
from sketch2image.engine.request import Request
from sketch2image.engine.sketches import sample_sketch
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.gallery import Gallery


@pytest.mark.usefixtures("indexed")
def test_its_gallery_is_closed_at_once(monkeypatch: pytest.MonkeyPatch):
    closed: list[int] = []
    close = Gallery.close

    def noting(gallery: Gallery) -> None:
        closed.append(threading.get_ident())
        close(gallery)

    def stop_at_caption(event: Progress) -> None:
        if event.stage == "caption":
            raise Cancelled

    monkeypatch.setattr(Gallery, "close", noting)
    request = Request(sample_sketch("cup"), gallery=str(sample_gallery()), render=False)
    with Tiers("lite") as tiers, pytest.raises(Cancelled) as held:
        tiers.answer(request, stop_at_caption)
    assert held.value.__traceback__ is not None  # it still holds the frames of the work
    assert closed == [threading.get_ident()]
