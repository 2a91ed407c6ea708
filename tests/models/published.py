"""The published configurations, built by the libraries without memory: names and shapes only."""

from __future__ import annotations

from typing import Any


def sd_turbo_unet() -> Any:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=64,
        block_out_channels=(320, 640, 1280, 1280),
        cross_attention_dim=1024,
        attention_head_dim=(5, 10, 20, 20),
        use_linear_projection=True,
    )


def sd_turbo_vae() -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
        sample_size=768,
    )


def sd_turbo_text() -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=49408,
            hidden_size=1024,
            intermediate_size=4096,
            num_hidden_layers=23,
            num_attention_heads=16,
            hidden_act="gelu",
        )
    )


def blip(width: int, layers: int, heads: int) -> Any:
    from transformers import BlipConfig, BlipForConditionalGeneration

    vision = {
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "image_size": 384,
    }
    text = {"encoder_hidden_size": width}
    return BlipForConditionalGeneration(BlipConfig(vision_config=vision, text_config=text))


def dinov2(width: int, layers: int, *, giant: bool = False, registers: bool = False) -> Any:
    import transformers

    name = "Dinov2WithRegisters" if registers else "Dinov2"
    config = getattr(transformers, f"{name}Config")(
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        image_size=518,
        patch_size=14,
        use_swiglu_ffn=giant,
    )
    return getattr(transformers, f"{name}Model")(config)


def dinov3(width: int) -> Any:
    from transformers import DINOv3ViTConfig, DINOv3ViTModel

    return DINOv3ViTModel(
        DINOv3ViTConfig(
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=12,
            num_attention_heads=width // 64,
            num_register_tokens=4,
            key_bias=False,
        )
    )


def openclip(name: str) -> Any:
    import open_clip

    return open_clip.create_model(name, device="meta", load_weights=False)


def grounding_dino(width: int, depths: list[int], heads: list[int], window: int) -> Any:
    from transformers import GroundingDinoConfig, GroundingDinoForObjectDetection, SwinConfig

    backbone = SwinConfig(
        embed_dim=width,
        depths=depths,
        num_heads=heads,
        window_size=window,
        out_features=["stage2", "stage3", "stage4"],
    )
    return GroundingDinoForObjectDetection(GroundingDinoConfig(backbone_config=backbone))


RESNEXTS = {
    "resnext101_32x4d": lambda r: r.ResNet(
        r.Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=4
    ),
    "resnext101_32x16d": lambda r: r.ResNet(
        r.Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=16
    ),
}
"""Those that torchvision has no name for."""


def gem(name: str) -> Any:
    """The museum's module: torchvision's children in a list, GeM's power, a projector with bias."""
    import torch
    from torchvision.models import resnet

    net = RESNEXTS[name](resnet) if name in RESNEXTS else getattr(resnet, name)()
    outer = torch.nn.Module()
    outer.backbone = torch.nn.Module()
    outer.backbone.backbone = torch.nn.Sequential(*list(net.children())[:8])
    outer.backbone.pool = torch.nn.Module()
    outer.backbone.pool.p = torch.nn.Parameter(torch.ones(1))
    return outer


def mobilenet(classes: int) -> Any:
    import torchvision

    return torchvision.models.mobilenet_v2(num_classes=classes)


BUILDERS = {
    "sd-turbo-unet": sd_turbo_unet,
    "sd-turbo-vae": sd_turbo_vae,
    "sd-turbo-text-encoder": sd_turbo_text,
    "blip-base": lambda: blip(768, 12, 12),
    "blip-large": lambda: blip(1024, 24, 16),
    "dinov2-small": lambda: dinov2(384, 12),
    "dinov2-base": lambda: dinov2(768, 12),
    "dinov2-large": lambda: dinov2(1024, 24),
    "dinov2-giant": lambda: dinov2(1536, 40, giant=True),
    "dinov2-small-reg": lambda: dinov2(384, 12, registers=True),
    "dinov2-base-reg": lambda: dinov2(768, 12, registers=True),
    "dinov2-large-reg": lambda: dinov2(1024, 24, registers=True),
    "dinov2-giant-reg": lambda: dinov2(1536, 40, giant=True, registers=True),
    "dinov3-small": lambda: dinov3(384),
    "dinov3-base": lambda: dinov3(768),
    "openclip-b32": lambda: openclip("ViT-B-32"),
    "openclip-b16": lambda: openclip("ViT-B-16"),
    "siglip2-b16": lambda: openclip("ViT-B-16-SigLIP2"),
    "grounding-dino-tiny": lambda: grounding_dino(96, [2, 2, 6, 2], [3, 6, 12, 24], 7),
    "grounding-dino-base": lambda: grounding_dino(128, [2, 2, 18, 2], [4, 8, 16, 32], 12),
    "gem-resnet18": lambda: gem("resnet18"),
    "gem-resnet50": lambda: gem("resnet50"),
    "gem-resnext50_32x4d": lambda: gem("resnext50_32x4d"),
    "gem-resnext101_32x4d": lambda: gem("resnext101_32x4d"),
    "gem-resnext101_32x8d": lambda: gem("resnext101_32x8d"),
    "gem-resnext101_32x16d": lambda: gem("resnext101_32x16d"),
    "mobilenet-v2": lambda: mobilenet(1000),
    "mobilenet-v2-styles": lambda: mobilenet(18),
}


def built(name: str) -> Any:
    """The network of a layout, without memory."""
    import torch

    with torch.device("meta"):
        return BUILDERS[name]()


def saved_shapes(net: Any) -> dict[str, tuple[int, ...]]:
    """Shapes by the names a library writes; transformers 5 turns its own back into version 4's."""
    from transformers import PreTrainedModel
    from transformers.core_model_loading import revert_weight_conversion

    state = net.state_dict()
    if isinstance(net, PreTrainedModel):
        state = revert_weight_conversion(net, state)
    return {name: tuple(tensor.shape) for name, tensor in state.items()}
