"""Writes full-size checkpoints with random weights, under the published names and shapes.

    python tools/full_size.py --out runs/full-size [MODEL ...]

They cost as much time and memory as the published ones, so that all of the full tier can be run and
measured where no model can be downloaded: set SKETCH2IMAGE_CHECKPOINTS to the folder. What they
answer means nothing. Takes about 9 GB on disk for all models, see MODELS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.models.layouts import layout, turbo_layout  # noqa: E402
from sketch2image.models.record import Kept, Record, write_record  # noqa: E402
from sketch2image.models.table import model  # noqa: E402
from sketch2image.models.turbo_file import TurboWeights, write_turbo  # noqa: E402

if TYPE_CHECKING:
    from torch import Generator, Tensor

GOLDEN = REPOSITORY / "tests" / "golden" / "turbo_tiny"
WORDS = 30_522
END = 3
"""Number of the token that ends a sentence, in the tokenizers written here."""

END_BIAS = 9.0
"""Lets random captions end after some words, as trained ones do."""

RANKS = {"turbo-edge": (8, 4), "turbo-sketch": (128, 4)}

UNET: dict[str, Any] = {
    "_class_name": "UNet2DConditionModel",
    "sample_size": 64,
    "block_out_channels": [320, 640, 1280, 1280],
    "cross_attention_dim": 1024,
    "attention_head_dim": [5, 10, 20, 20],
    "use_linear_projection": True,
}
VAE: dict[str, Any] = {
    "_class_name": "AutoencoderKL",
    "block_out_channels": [128, 256, 512, 512],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
    "layers_per_block": 2,
    "latent_channels": 4,
    "sample_size": 768,
    "scaling_factor": 0.18215,
}
TEXT: dict[str, Any] = {
    "model_type": "clip_text_model",
    "vocab_size": 49_408,
    "hidden_size": 1024,
    "intermediate_size": 4096,
    "num_hidden_layers": 23,
    "num_attention_heads": 16,
    "hidden_act": "gelu",
    "max_position_embeddings": 77,
}


def main() -> None:
    """Write the models named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", help=", ".join(MODELS))
    parser.add_argument("--out", type=Path, required=True, help="checkpoints folder to write to")
    options = parser.parse_args()
    unknown = [name for name in options.models if name not in MODELS]
    if unknown:
        parser.error(f"no such model: {unknown[0]}; known: {', '.join(MODELS)}")
    for name in options.models or MODELS:
        sys.stderr.write(f"{name}\n")
        write_model(name, options.out / name)


def write_model(name: str, folder: Path) -> None:
    """One model with its record, over what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    MODELS[name](name, folder)
    for missing in model(name).names:
        place = folder / missing
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            place.write_text("{}", "utf-8")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    kept = {file.relative_to(folder).as_posix(): _kept(file) for file in files}
    write_record(folder, name, Record("random weights", "", kept))


def random_weights(name: str) -> dict[str, Tensor]:
    """Tensors of a layout, scaled so that activations neither vanish nor explode."""
    import torch

    generator = torch.Generator().manual_seed(0)
    return {key: _tensor(key, shape, generator) for key, shape in layout(name).items()}


def _tensor(key: str, shape: tuple[int, ...], generator: Generator) -> Tensor:
    import torch

    if len(shape) < 2:
        plain = torch.ones if key.endswith("weight") and "norm" in key.lower() else torch.zeros
        return plain(shape)
    return torch.randn(shape, generator=generator) / math.prod(shape[1:]) ** 0.5


def _sd_turbo(_: str, folder: Path) -> None:
    parts = (
        ("unet", "diffusion_pytorch_model.safetensors", UNET, "sd-turbo-unet"),
        ("vae", "diffusion_pytorch_model.safetensors", VAE, "sd-turbo-vae"),
        ("text_encoder", "model.safetensors", TEXT, "sd-turbo-text-encoder"),
    )
    for part, file, config, name in parts:
        (folder / part).mkdir()
        (folder / part / "config.json").write_text(json.dumps(config), "utf-8")
        _save(random_weights(name), folder / part / file)
    for part in ("tokenizer", "scheduler"):
        copy = shutil.copyfile
        shutil.copytree(GOLDEN / "sd-turbo-tiny" / part, folder / part, copy_function=copy)


def _turbo(name: str, folder: Path) -> None:
    import torch

    published = torch.load(GOLDEN / "edge_to_image_loras.pkl", weights_only=True)
    targets = (
        tuple(published["unet_lora_target_modules"]),
        tuple(published["vae_lora_target_modules"]),
    )
    bases = layout("sd-turbo-unet"), layout("sd-turbo-vae")
    stochastic = name == "turbo-sketch"
    unet, vae = turbo_layout(*bases, *RANKS[name], *targets, stochastic)
    generator = torch.Generator().manual_seed(1)
    states = [
        {key: 0.1 * _tensor(key, shape, generator) for key, shape in part.items()}
        for part in (unet, vae)
    ]
    weights = TurboWeights(*RANKS[name], *targets, unet=states[0], vae=states[1])
    write_turbo(weights, folder / "weights.safetensors")


def _blip(_: str, folder: Path) -> None:
    from transformers import BlipConfig, BlipImageProcessorPil

    text = {"num_attention_heads": 12, "bos_token_id": WORDS, "sep_token_id": END}
    BlipConfig(text_config=text, vision_config={}).save_pretrained(folder)
    BlipImageProcessorPil().save_pretrained(folder)
    _tokenizer(folder)
    tensors = random_weights("blip-base")
    tensors["text_decoder.cls.predictions.bias"][END] = END_BIAS
    _save(tensors, folder / "model.safetensors")


def _dinov2(name: str, folder: Path) -> None:
    from transformers import Dinov2Config

    config = Dinov2Config(
        hidden_size=768,
        num_hidden_layers=12,
        num_attention_heads=12,
        image_size=518,
        patch_size=14,
    )
    config.save_pretrained(folder)
    _save(random_weights(name), folder / "model.safetensors")


def _grounding(name: str, folder: Path) -> None:
    from transformers import GroundingDinoConfig, GroundingDinoImageProcessorPil, SwinConfig

    backbone = SwinConfig.from_dict({"image_size": 224, "window_size": 7, "out_indices": [2, 3, 4]})
    GroundingDinoConfig(backbone_config=backbone).save_pretrained(folder)
    GroundingDinoImageProcessorPil().save_pretrained(folder)
    _tokenizer(folder)
    _save(random_weights(name), folder / "model.safetensors")


def _openclip(name: str, folder: Path) -> None:
    from open_clip import get_model_config

    architecture = {"openclip-b32": "ViT-B-32", "openclip-b16": "ViT-B-16"}[name]
    config = {"model_cfg": get_model_config(architecture), "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(config), "utf-8")
    _save(random_weights(name), folder / "open_clip_model.safetensors")


def _vgg(_: str, folder: Path) -> None:
    from torchvision.models import vgg16

    _save(vgg16().state_dict(), folder / "model.safetensors")


def _tokenizer(folder: Path) -> None:
    from transformers import BertTokenizer

    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "an", "artwork")
    words = (*special, *(f"word{number}" for number in range(WORDS - len(special))))
    BertTokenizer(vocab={word: place for place, word in enumerate(words)}).save_pretrained(folder)


def _save(tensors: dict[str, Tensor], file: Path) -> None:
    from safetensors.torch import save_file

    save_file(tensors, file, metadata={"format": "pt"})


def _kept(file: Path) -> Kept:
    with file.open("rb") as content:
        return Kept(file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest())


MODELS: dict[str, Callable[[str, Path], None]] = {
    "sd-turbo": _sd_turbo,
    "turbo-sketch": _turbo,
    "turbo-edge": _turbo,
    "blip-sketch": _blip,
    "dinov2-base": _dinov2,
    "openclip-b32": _openclip,
    "openclip-b16": _openclip,
    "vgg16": _vgg,
    "grounding-dino-tiny": _grounding,
}

if __name__ == "__main__":
    main()
