"""Tiny models of the published architectures, with random weights, as folders on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

SMALL: dict[str, Any] = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def save_dinov2(folder: Path, **more: Any) -> Path:
    """DINOv2, as `facebook/dinov2-*` lie on the hub."""
    from transformers import Dinov2Config, Dinov2Model

    return _save(folder, lambda: Dinov2Model(Dinov2Config(**SMALL, patch_size=14, **more)))


def save_dinov2_with_registers(folder: Path) -> Path:
    """DINOv2 with four registers."""
    from transformers import Dinov2WithRegistersConfig, Dinov2WithRegistersModel

    config = Dinov2WithRegistersConfig(**SMALL, patch_size=14, num_register_tokens=4)
    return _save(folder, lambda: Dinov2WithRegistersModel(config))


def save_dinov3(folder: Path) -> Path:
    """DINOv3 with four registers and patches of 16 pixels."""
    from transformers import DINOv3ViTConfig, DINOv3ViTModel

    config = DINOv3ViTConfig(**SMALL, intermediate_size=64, patch_size=16, num_register_tokens=4)
    return _save(folder, lambda: DINOv3ViTModel(config))


def export_onnx(folder: Path, out: Path) -> Path:
    """The ONNX file of a DINO, laid out as onnx-community does it."""
    import torch
    from transformers import AutoModel

    class Tokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder)

        def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
            return self.model(pixel_values=pixel_values).last_hidden_state

    (out / "onnx").mkdir(parents=True)
    torch.onnx.export(
        Tokens().eval(),
        (torch.zeros(2, 3, 224, 224),),
        out / "onnx" / "model.onnx",
        input_names=["pixel_values"],
        output_names=["last_hidden_state"],
        dynamic_shapes={"pixel_values": {0: torch.export.Dim("batch")}},
        external_data=False,
        verbose=False,
    )
    (out / "config.json").write_bytes((folder / "config.json").read_bytes())
    return out


CLIP: dict[str, Any] = {
    "embed_dim": 32,
    "vision_cfg": {
        "image_size": 32,
        "layers": 2,
        "width": 32,
        "head_width": 16,
        "patch_size": 8,
    },
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}

SIGLIP: dict[str, Any] = {
    "embed_dim": 64,
    "init_logit_bias": -10,
    "custom_text": True,
    "vision_cfg": {
        "image_size": 160,
        "timm_model_name": "test_vit",
        "timm_model_pretrained": False,
        "timm_pool": "map",
        "timm_proj": "none",
    },
    "text_cfg": {
        "context_length": 8,
        "vocab_size": 64,
        "hf_tokenizer_name": "timm/ViT-B-16-SigLIP2",
        "tokenizer_kwargs": {"clean": "canonicalize"},
        "width": 32,
        "heads": 2,
        "layers": 2,
        "no_causal_mask": True,
        "proj_bias": True,
        "pool_type": "last",
        "norm_kwargs": {"eps": 1e-6},
    },
}

WORDS = ("a", "photo", "of", "red", "strawberry", "teddy", "bear", "빨간", "딸기", "곰인형")


def save_clip(folder: Path, model: dict[str, Any], **preprocess: Any) -> Path:
    """A model of OpenCLIP, as its `local-dir:` takes it."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": model, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    torch.manual_seed(0)
    built = open_clip.create_model(f"local-dir:{folder}", load_weights=False, pretrained_text=False)
    tensors = {name: value.contiguous() for name, value in built.state_dict().items()}
    save_file(tensors, folder / "open_clip_model.safetensors")
    return folder


def save_tokenizer(folder: Path) -> None:
    """A tokenizer of whole words, in the files that transformers keeps one in."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    known = {word: number for number, word in enumerate(("<pad>", "</s>", "<unk>", *WORDS))}
    words = Tokenizer(models.WordLevel(known, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()  # pyright: ignore[reportAttributeAccessIssue]
    PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)


def _save(folder: Path, build: Callable[[], Any]) -> Path:
    import torch

    torch.manual_seed(0)
    build().save_pretrained(folder)
    return folder
