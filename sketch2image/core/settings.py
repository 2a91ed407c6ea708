"""What a person can choose once and for all: `settings.toml` in the state folder.

Environment variables win over the file: `SKETCH2IMAGE_CAMERA=1` sets `camera`.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Literal

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

FILE = "settings.toml"


class Settings(BaseSettings):
    """Every setting with its default, range and meaning."""

    model_config = SettingsConfigDict(
        env_prefix="SKETCH2IMAGE_", extra="forbid", frozen=True, coerce_numbers_to_str=True
    )

    camera: str = Field(default="0", description="Camera number, video file, or `simulated`.")
    profile: str = Field(default="default", description="Which gestures draw: a profile's name.")
    gallery: str = Field(default="", description="Gallery searched unless another is named.")
    hand: Literal["any", "left", "right"] = Field(default="any", description="Hand that may draw.")
    palm: float = Field(
        default=0.0, ge=0, le=1, description="Palm length per picture width, from `calibrate`."
    )
    vocabulary: str = Field(
        default="default", description="What sketches may be: default, sketches, all, or words."
    )
    color: str = Field(default="black", description="Pen color: a name or #rrggbb.")
    width: float = Field(default=5.0, ge=1, le=60, description="Pen width in pixels.")
    tier: Literal["auto", "lite", "full"] = Field(
        default="auto", description="Which models answer; auto takes full ones with a GPU."
    )
    or_lite: bool = Field(
        default=False, description="Answer with the lite models when the full ones fail."
    )
    caption_model: str = Field(
        default="", description="Full captioner: id or folder; empty to choose."
    )
    render_model: str = Field(
        default="", description="Full renderer: id or folder; empty to choose."
    )
    encode_model: str = Field(
        default="", description="Full encoder: id or folder; empty to choose."
    )
    detect_model: str = Field(
        default="", description="Full detector: id or folder; empty to choose."
    )
    pooling: Literal["cls", "cls+mean"] = Field(
        default="cls", description="What of DINO's tokens makes a vector."
    )
    device: str = Field(default="auto", description="Where full models run: cpu, cuda, mps.")
    precision: Literal["auto", "fp32", "fp16", "bf16"] = Field(
        default="auto", description="How precisely full models count."
    )
    turbo_compile: bool = Field(default=False, description="Compile the full renderer.")
    turbo_channels_last: bool = Field(default=False, description="Run it in channels-last order.")
    turbo_tiling: bool = Field(default=False, description="Do large pictures tile by tile.")
    turbo_fixed_strength: float | None = Field(
        default=None, ge=0, le=1, description="Merge its LoRA at this one strength."
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
    try:
        return Settings()
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
            f"Mend it in {_file()} or in SKETCH2IMAGE_{name.upper()}.",
        ) from error


def save(name: str, value: str | float) -> Path:
    """Write one setting into the file, whose other lines stay as they are. Returns the file.

    Raises:
        UserError: the file cannot be written, or it was not in order before.
    """
    load()
    text = _file().read_text(encoding="utf-8") if _file().is_file() else ""
    kept = [line for line in text.splitlines() if not re.match(rf"\s*{name}\s*=", line)]
    lines = [*kept, f"{name} = {json.dumps(value)}"]
    write_atomically(_file(), "\n".join([*lines, ""]).encode())
    return _file()


def _file() -> Path:
    return home() / FILE
