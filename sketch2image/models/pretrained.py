"""A transformers model out of a folder: its own files only, safetensors only, every key checked."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.quiet import quiet

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

    Net = TypeVar("Net", bound=PreTrainedModel)

CONFIG = "config.json"
WEIGHTS = "model.safetensors"

_PICKLES = (".bin", ".pkl", ".pt", ".pth")
_CONVERT = "Turn it into safetensors once with `python main.py models convert FILE`."
_PULL = "Fetch the model with `python main.py models pull`, or name another folder."
_VOCABULARIES = ("tokenizer.json", "vocab.txt")
_DERIVED = ("position_ids", "relative_position_index")
"""Buffers that older versions of transformers saved and newer ones compute."""


def open_pretrained(
    kind: type[Net],
    folder: Path,
    *,
    weights: Path | None = None,
    device: torch.device,
    dtype: torch.dtype,
) -> Net:
    """A network of class `kind` with the weights of a folder, ready to be asked.

    Copies of tied weights, and buffers that are computed anyway, may be missing or superfluous;
    any other difference between the file and the network is an error.

    Args:
        kind: a model class of transformers.
        folder: holds `config.json` and, unless `weights` is given, `model.safetensors`.
        weights: a safetensors file that replaces the one in the folder.
        device: where the network goes.
        dtype: number type of its weights.

    Raises:
        UserError: the folder holds another model, a file is missing, damaged or a pickle, or a
            key is missing, unexpected or of another shape; the first such key is named.
    """
    from transformers.utils import logging

    configuration: Any = kind.config_class
    check_folder(folder, configuration.model_type)
    file = weights or folder / WEIGHTS
    tensors = read_tensors(file)
    with quiet(logging):
        loaded: Any = kind.from_pretrained(
            None,
            config=open_part(configuration, folder),
            state_dict=tensors,
            dtype=dtype,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
        )
    net, info = loaded
    _check_keys(info, file)
    return net.to(device).eval()


def open_part(kind: type[Any], folder: Path) -> Any:  # noqa: ANN401
    """A configuration or an image processor of class `kind` from a folder.

    Raises:
        UserError: its files are missing or damaged.
    """
    try:
        return kind.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # transformers documents none of what its readers raise
        message = f"{folder} holds no {kind.__name__} that can be read"
        raise UserError(ErrorKind.model, message, _PULL) from error


def open_tokenizer(folder: Path) -> Any:  # noqa: ANN401
    """The BERT tokenizer of a folder.

    Raises:
        UserError: its files are missing or damaged; transformers would take an empty vocabulary.
    """
    from transformers import BertTokenizer

    if not any((folder / name).is_file() for name in _VOCABULARIES):
        message = f"{folder} holds no tokenizer: none of {', '.join(_VOCABULARIES)}"
        raise UserError(ErrorKind.model, message, _PULL)
    return open_part(BertTokenizer, folder)


def check_folder(folder: Path, model_type: str) -> None:
    """Make sure that a folder holds a model of this type, as its `config.json` calls it.

    Raises:
        UserError: it does not.
    """
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
    except OSError as error:
        raise UserError(ErrorKind.model, f"no model in {folder}: {CONFIG} is missing", _PULL) from (
            error
        )
    except ValueError as error:
        raise UserError(ErrorKind.model, f"{folder / CONFIG} is damaged", _PULL) from error
    found = config.get("model_type") if isinstance(config, dict) else None
    if found != model_type:
        message = f"{folder} holds a model of type {found}, not {model_type}"
        raise UserError(ErrorKind.model, message, _PULL)


def read_tensors(file: Path) -> dict[str, torch.Tensor]:
    """The tensors of a safetensors file, by key.

    Raises:
        UserError: it is missing, damaged, or a pickle.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if pickle := _pickle_instead_of(file):
        raise UserError(ErrorKind.model, f"{pickle} is a pickle, which is never opened", _CONVERT)
    try:
        return load_file(file)
    except FileNotFoundError as error:
        raise UserError(ErrorKind.model, f"the weights {file} are missing", _PULL) from error
    except (OSError, SafetensorError) as error:
        message = f"{file} is no safetensors file, or a damaged one"
        raise UserError(ErrorKind.model, message, _PULL) from error


def _pickle_instead_of(file: Path) -> Path | None:
    if file.suffix in _PICKLES:
        return file
    if file.exists() or not file.parent.is_dir():
        return None
    pickles = sorted(other for other in file.parent.iterdir() if other.suffix in _PICKLES)
    return pickles[0] if pickles else None


def _check_keys(info: Mapping[str, Collection[Any]], file: Path) -> None:
    wrong = {
        "lacks": sorted(info["missing_keys"]),
        "has the unknown": sorted(k for k in info["unexpected_keys"] if not k.endswith(_DERIVED)),
        "has another shape of": sorted(key for key, *_ in info["mismatched_keys"]),
    }
    for verb, keys in wrong.items():
        if keys:
            more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
            message = f"{file} {verb} {keys[0]}{more}"
            hint = f"It is not a file for the model that {CONFIG} describes."
            raise UserError(ErrorKind.model, message, hint)
