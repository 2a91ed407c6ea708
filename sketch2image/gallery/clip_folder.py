"""What the folder of an OpenCLIP model says: its view, its languages, its towers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.views import View
from sketch2image.gallery.weights import damaged, read_config, require
from sketch2image.models.digests import digest_of_folder
from sketch2image.models.quiet import warning_of_nothing

if TYPE_CHECKING:
    import torch
    from open_clip import CLIP, CustomTextCLIP

Tokenize = Callable[[list[str]], "torch.Tensor"]
"""From N texts to (N, T) int64 tokens."""

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
TEXT_CONFIG = "config.json"
"""Of a text tower that transformers builds; it lies beside the other two."""

_MEAN = (0.48145466, 0.4578275, 0.40821073)
_STD = (0.26862954, 0.26130258, 0.27577711)
_FITS = ("shortest", "longest", "squash")
_FILTERS = {"bicubic": "bicubic", "bilinear": "bilinear", "random": "bicubic"}
_MULTILINGUAL = ("siglip2", "i18n", "xlm-roberta", "mt5", "nllb", "gemma")

_BROKEN = (AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What OpenCLIP raises for a folder that does not fit together."""


class ClipFolder:
    """A folder as OpenCLIP's `local-dir:` takes it, checked before anything heavy is opened.

    Args:
        folder: of the model.
        weights: file of the weights; another than OpenCLIP's own is left to the caller.

    Raises:
        UserError: it is no such folder.
    """

    def __init__(self, folder: Path, weights: str = WEIGHTS) -> None:
        self.folder = folder
        self._weights = weights
        self.config = read_config(folder, CONFIG)
        require(folder, weights)
        try:
            self._model: dict[str, Any] = self.config["model_cfg"]
            self._text: dict[str, Any] = self._model["text_cfg"]
            self.dim = int(self._model["embed_dim"])
            self.view = view_of(self.config)
        except _BROKEN as error:
            raise damaged(folder, f"{CONFIG} is not as OpenCLIP writes it ({error})") from error

    @property
    def family(self) -> str:
        """`siglip` where the loss has a bias, else `clip`; of `gallery.marks`."""
        return "siglip" if "init_logit_bias" in self._model else "clip"

    @property
    def multilingual(self) -> bool:
        """Whether the text tower, by its name or its tokenizer's, was trained on many languages."""
        named = [self._text.get(key) or "" for key in ("hf_model_name", "hf_tokenizer_name")]
        known = " ".join([*named, self._tokenizer_class()]).lower()
        return any(name in known for name in _MULTILINGUAL)

    def digest(self) -> str:
        """16 hexadecimal digits of weights, configuration and tokenizer.

        Raises:
            UserError: one of the files cannot be read.
        """
        here = [name for name in _TOKENIZER if (self.folder / name).is_file()]
        return digest_of_folder(self.folder, [CONFIG, self._weights, *here])

    @property
    def companions(self) -> tuple[Path, ...]:
        """The files beside configuration and weights, which the text tower needs."""
        files = (self.folder / name for name in (*_TOKENIZER, TEXT_CONFIG))
        return tuple(file for file in files if file.is_file())

    def load(self) -> CLIP | CustomTextCLIP:
        """The model with its weights, on the CPU in fp32; nothing is fetched.

        Weights are random where they are not in OpenCLIP's own file.

        Raises:
            UserError: weights and configuration do not fit, or one of them is damaged.
        """
        import open_clip
        from safetensors import SafetensorError

        own = self._weights == WEIGHTS
        try:
            with nullcontext() if own else warning_of_nothing():
                model = open_clip.create_model(
                    f"local-dir:{self.folder}", load_weights=own, **self._text_tower()
                )
        except (*_BROKEN, SafetensorError) as error:
            raise damaged(self.folder, error) from error
        return cast("CLIP | CustomTextCLIP", model)

    def tokenizer(self) -> Tokenize:
        """What the text tower's words are cut with.

        Raises:
            UserError: the folder lacks the files of its tokenizer.
        """
        import open_clip

        try:
            return open_clip.get_tokenizer(f"local-dir:{self.folder}")
        except _BROKEN as error:
            raise damaged(self.folder, f"its tokenizer is missing or damaged ({error})") from error

    def _text_tower(self) -> dict[str, Any]:
        """OpenCLIP would look up the text tower's configuration in a hub, by its name."""
        if "hf_model_name" not in self._text:
            return {}
        require(self.folder, TEXT_CONFIG)
        here = {"hf_model_name": str(self.folder), "hf_model_pretrained": False}
        return {"text_cfg": {**self._text, **here}}

    def _tokenizer_class(self) -> str:
        if not (self.folder / "tokenizer_config.json").is_file():
            return ""
        return str(read_config(self.folder, "tokenizer_config.json").get("tokenizer_class", ""))


def view_of(config: Mapping[str, Any]) -> View:
    """What an OpenCLIP sees of a picture, by its defaults (`PreprocessCfg`) where it says nothing.

    Args:
        config: content of `open_clip_config.json`.

    Raises:
        UserError: pictures are to be resized in a way that is not known here.
    """
    vision: Mapping[str, Any] = config["model_cfg"]["vision_cfg"]
    preprocess: Mapping[str, Any] = config.get("preprocess_cfg", {})
    side = _side(vision.get("image_size", 224))
    fit = preprocess.get("resize_mode") or "shortest"
    method = preprocess.get("interpolation") or "bicubic"
    if fit not in _FITS or method not in _FILTERS:
        message = f"no way to resize pictures by {fit!r} and {method!r}"
        raise UserError(ErrorKind.model, message, f"Known: {', '.join(_FITS)}; bicubic, bilinear.")
    return View(
        side=side,
        short=side,
        fit=fit,
        filter=_FILTERS[method],  # pyright: ignore[reportArgumentType]
        mean=_channels(preprocess.get("mean") or _MEAN),
        std=_channels(preprocess.get("std") or _STD),
        fill=int(preprocess.get("fill_color") or 0),
    )


def _side(size: int | Sequence[int]) -> int:
    height, width = (size, size) if isinstance(size, int) else size
    if height != width:
        raise ValueError(f"pictures of {width} x {height} are not square")
    return height


def _channels(values: float | Sequence[float]) -> tuple[float, float, float]:
    red, green, blue = [values] * 3 if isinstance(values, float | int) else values
    return float(red), float(green), float(blue)
