"""What a person can choose once and for all: `settings.toml` in the state folder.

Environment variables win over the file: `SKETCH2IMAGE_CAMERA=1` sets `camera`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.paths import home
from sketch2image.core.peek import FILE, variable

__all__ = ["FILE", "GROUPS", "Settings", "Value", "group", "load", "reset", "save", "variable"]

Value = str | float | bool | None

GROUPS = ("Drawing", "Camera", "Answers", "Phone", "Full models", "Window")
"""What the settings are about, in the order they are shown in."""

_CHOSEN = "Id or folder; empty for the one that fits."


def _setting(
    about: str,
    default: Value,
    title: str,
    text: str,
    ge: float | None = None,
    le: float | None = None,
) -> Any:  # noqa: ANN401 - as a field of pydantic
    """A field that says what it is about, what it is called and what it means."""
    return Field(
        default=default,
        title=title,
        description=text,
        ge=ge,
        le=le,
        json_schema_extra={"group": about},
    )


def group(name: str) -> str:
    """Which of `GROUPS` a setting belongs to."""
    extra = Settings.model_fields[name].json_schema_extra
    return str(extra["group"]) if isinstance(extra, dict) else ""


class Settings(BaseSettings):
    """Every setting with its default, range and meaning."""

    model_config = SettingsConfigDict(
        env_prefix="SKETCH2IMAGE_", extra="forbid", frozen=True, coerce_numbers_to_str=True
    )

    profile: str = _setting("Drawing", "default", "Gestures", "Which gestures draw.")
    hand: Literal["any", "left", "right"] = _setting(
        "Drawing", "any", "Hand", "The hand that may draw."
    )
    color: str = _setting("Drawing", "black", "Pen color", "A name, or #rrggbb.")
    width: float = _setting("Drawing", 5.0, "Pen width", "In pixels.", ge=1, le=60)
    paper: float = _setting(
        "Drawing", 0.5, "Paper", "How strongly the paper covers the camera's picture.", ge=0, le=1
    )
    open_camera: bool = _setting(
        "Camera", True, "Open at the start", "Open the camera when the window opens."
    )
    camera: str = _setting(
        "Camera", "0", "Camera", "A camera's number, a video file, or `simulated`."
    )
    palm: float = _setting(
        "Camera", 0.0, "Palm length", "Per picture width, from `calibrate`; 0 when not measured.",
        ge=0, le=1,
    )  # fmt: skip
    gallery: str = _setting("Answers", "", "Gallery", "Searched unless another is named.")
    matches: int = _setting(
        "Answers", 24, "Matches", "Pictures wanted from the gallery.", ge=1, le=100
    )
    live: bool = _setting("Answers", False, "Live", "The answer follows the drawing.")
    vocabulary: str = _setting(
        "Answers", "default", "Vocabulary",
        "What sketches may be: default, sketches, all, or words.",
    )  # fmt: skip
    phone_folders: str = _setting(
        "Phone",
        "DCIM/Camera",
        "Folders",
        "Of the phone, with commas between; pictures come from these.",
    )
    push_to: str = _setting(
        "Phone", "", "Send answers to", "Serial of the phone that gets each answer; empty for none."
    )
    tier: Literal["auto", "lite", "full"] = _setting(
        "Full models", "auto", "Models", "Which models answer; auto takes full ones with a GPU."
    )
    or_lite: bool = _setting(
        "Full models", False, "Lite as a spare", "The lite models answer when the full ones fail."
    )
    caption_model: str = _setting("Full models", "", "Captioner", _CHOSEN)
    render_model: str = _setting("Full models", "", "Renderer", _CHOSEN)
    encode_model: str = _setting("Full models", "", "Encoder", _CHOSEN)
    detect_model: str = _setting("Full models", "", "Detector", _CHOSEN)
    pooling: Literal["cls", "cls+mean"] = _setting(
        "Full models", "cls", "Pooling", "What of DINO's tokens makes a vector."
    )
    device: str = _setting("Full models", "auto", "Device", "Where they run: auto, cpu, cuda, mps.")
    precision: Literal["auto", "fp32", "fp16", "bf16"] = _setting(
        "Full models", "auto", "Precision", "How precisely they count."
    )
    turbo_compile: bool = _setting(
        "Full models", False, "Compile the renderer", "A slow start, then faster pictures."
    )
    turbo_channels_last: bool = _setting(
        "Full models", False, "Channels last", "The renderer's numbers in channels-last order."
    )
    turbo_tiling: bool = _setting(
        "Full models", False, "Tiles", "Large pictures are rendered tile by tile."
    )
    turbo_fixed_strength: float | None = _setting(
        "Full models", None, "Fixed strength", "The renderer's LoRA is merged at this strength.",
        ge=0, le=1,
    )  # fmt: skip
    language: Literal["auto", "en", "ko"] = _setting(
        "Window", "auto", "Language", "Of the window; auto is the language of the desktop."
    )
    theme: Literal["auto", "light", "dark"] = _setting(
        "Window", "auto", "Theme", "Light or dark; auto follows the desktop."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, _file())
        return init_settings, env_settings, file


def load() -> Settings:
    """The settings in force.

    Raises:
        UserError: the file cannot be read or is not TOML, or a value or a name in it is wrong.
    """
    return _checked()


def save(name: str, value: Value) -> Path:
    """Write one setting into the file, whose other lines stay as they are. Returns the file.

    Args:
        name: of a setting.
        value: its new value; None for what stands for none, as `reset` does.

    Raises:
        UserError: the value is wrong, the file cannot be written, or it was not in order before.
    """
    load()
    _checked(**{name: value})
    return _write(name, [] if value is None else [f"{name} = {_toml(value)}"])


def reset(name: str) -> Path:
    """Take one setting out of the file, so that its default holds again. Returns the file.

    Raises:
        UserError: the file cannot be read or written.
    """
    return _write(name, [])


def _checked(**chosen: Any) -> Settings:  # noqa: ANN401 - whatever a setting may be
    with _faults_said():
        return Settings(**chosen)


@contextmanager
def _faults_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(
            ErrorKind.unreadable, f"{_file()} cannot be read: {reason}", "Check its permissions."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(
            ErrorKind.input, f"{_file()} is not valid TOML: {error}", "Mend or delete the file."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise UserError(
            ErrorKind.input,
            f"setting {name!r}: {first['msg'].lower()}",
            f"Mend it in {_file()} or in {variable(name)}.",
        ) from error


def _write(name: str, added: list[str]) -> Path:
    file = _file()
    with _faults_said():
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    key = re.compile(rf"\s*([\"']?){re.escape(name)}\1\s*=")
    kept = [line for line in text.splitlines() if not key.match(line)]
    write_atomically(file, "\n".join([*kept, *added, ""]).encode())
    return file


def _toml(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _file() -> Path:
    return home() / FILE
