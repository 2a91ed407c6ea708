"""OpenCV, without the Qt settings its wheel leaves behind.

The non-headless wheel that MediaPipe asks for points Qt at its own plugins when imported; both
variables are removed again so that PySide6 finds its own.
"""

from __future__ import annotations

import os

import cv2

for _variable in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_variable, None)

__all__ = ["cv2"]
