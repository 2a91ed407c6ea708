"""MediaPipe's HandLandmarker by its Tasks interface, opened quietly and closed for certain."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.cut_off import CutOff
from sketch2image.air.hand import Hand, Handedness
from sketch2image.air.quiet import quiet_stderr
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image

if TYPE_CHECKING:
    from mediapipe.tasks.python.components.containers.category import Category
    from mediapipe.tasks.python.components.containers.landmark import Landmark, NormalizedLandmark
    from mediapipe.tasks.python.vision.hand_landmarker import HandLandmarker, HandLandmarkerResult

Points = NDArray[np.float32]
_SWAPPED: dict[str, Handedness] = {"Left": "Right", "Right": "Left"}
_SAME: dict[str, Handedness] = {"Left": "Left", "Right": "Right"}


class Landmarker(Closing):
    """A HandLandmarker; a context manager that closes itself.

    Use it in the thread that made it.

    Args:
        model: the hand bundle, see `models.hub.ensure("hand")`.
        hands: the most hands to find.
        video: VIDEO mode (frames of one stream, in order) instead of IMAGE mode.
        mirrored: whether pictures are mirrored as in a selfie view. Tasks names the hand rightly
            when they are not, so the names are swapped when they are.
        confidence: least score of a detected palm, 0..1.

    Raises:
        UserError: the bundle cannot be used.
    """

    def __init__(
        self, model: Path, *, hands: int, video: bool, mirrored: bool, confidence: float = 0.5
    ) -> None:
        self._names = _SWAPPED if mirrored else _SAME
        self._video = video
        self._clock = -1
        self._spoke = False
        with ExitStack() as opening, quiet_stderr():
            self._cut_off = opening.enter_context(CutOff())
            self._task = _open(model, hands, video, confidence)
            self._detect(np.zeros((64, 64, 3), np.uint8), 0.0)
            opening.pop_all()

    def detect(self, image: Image, time: float = 0.0) -> tuple[Hand, ...]:
        """The hands in (H, W, 3) uint8 RGB; `time` in seconds matters in VIDEO mode only."""
        if self._spoke:
            return self._detect(image, time)
        with quiet_stderr():
            hands = self._detect(image, time)
        self._spoke = bool(hands)
        return hands

    def close(self) -> None:
        """Free the model; safe to call twice."""
        self._task.close()
        self._cut_off.close()

    def _detect(self, image: Image, time: float) -> tuple[Hand, ...]:
        import mediapipe

        picture = mediapipe.Image(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        if not self._video:
            return self._hands(self._task.detect(picture), image)
        self._clock = max(self._clock + 1, round(time * 1000))
        return self._hands(self._task.detect_for_video(picture, self._clock), image)

    def _hands(self, found: HandLandmarkerResult, image: Image) -> tuple[Hand, ...]:
        size = np.array((image.shape[1], image.shape[0], image.shape[1]), np.float32)
        rows = zip(found.hand_landmarks, found.hand_world_landmarks, found.handedness, strict=True)
        return tuple(self._hand(_points(a), _points(b), side[0], size) for a, b, side in rows)

    def _hand(self, place: Points, world: Points, side: Category, size: Points) -> Hand:
        low, high = np.clip((place[:, :2].min(0), place[:, :2].max(0)), 0, 1).tolist()
        box = (low[0], low[1], high[0], high[1])
        return Hand(
            place * size, world, self._names[str(side.category_name)], side.score or 0.0, box
        )


def _points(landmarks: Sequence[Landmark] | Sequence[NormalizedLandmark]) -> Points:
    return np.array([(point.x, point.y, point.z) for point in landmarks], np.float32)


def _open(model: Path, hands: int, video: bool, confidence: float) -> HandLandmarker:
    from mediapipe import tasks

    mode = tasks.vision.RunningMode
    options = tasks.vision.HandLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_path=str(model)),
        running_mode=mode.VIDEO if video else mode.IMAGE,
        num_hands=hands,
        min_hand_detection_confidence=confidence,
    )
    try:
        return tasks.vision.HandLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        raise UserError(
            ErrorKind.model,
            f"MediaPipe cannot use {model}: {str(error).splitlines()[0]}",
            "Delete the file so that it is fetched anew, or choose another hand model.",
        ) from error
