"""Phones as the engine tells of them."""

from __future__ import annotations

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption
from sketch2image.engine.desktop.tasks import Request, Result, Seen, State, Survey

CABLE = Seen("R5CT", "device", "SM-S911N", "usb", "R5CT")
AIR = Seen("192.168.0.9:41777", "device", "SM-F731N", "wifi", "R3CN")
READY = Survey(State.ready, (CABLE,), CABLE.name)
SEVERAL = Survey(State.several, (CABLE, AIR), "several phones", "Choose one with `--phone SERIAL`.")
NO_SERVER = Survey(State.no_server, (), "the adb server is not running", "Start it.")

ANSWER = Result(Request(Sketch((64, 64))), Caption("a cup", "cup", 0.9, True, ()), "a cup")
