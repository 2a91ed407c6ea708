"""How the full renderer is run; none of it changes what the weights mean."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.core.errors import ErrorKind, UserError


@dataclass(frozen=True)
class TurboOptions:
    """Choices of speed and memory.

    Attributes:
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        precision: "auto", "fp32", "fp16", "bf16"; under fp16 the VAE stays in fp32 where its
            configuration asks for it (`force_upcast`), since its activations overflow.
        compile: run UNet and VAE through `torch.compile`; the first picture takes minutes.
        channels_last: keep pictures and convolutions in channels-last order.
        tiling: pass pictures larger than a tile through the VAE tile by tile, to save memory.
        fixed_strength: merge the LoRA into the weights at this strength, which is faster; other
            strengths are refused then. A model without strength is always merged.
        apart: keep adapters apart from the base, so that they can be saved.
    """

    device: str = "auto"
    precision: str = "auto"
    compile: bool = False
    channels_last: bool = False
    tiling: bool = False
    fixed_strength: float | None = None
    apart: bool = False

    def __post_init__(self) -> None:
        """Refuse a strength out of range.

        Raises:
            UserError: `fixed_strength` is not in 0..1.
        """
        if self.fixed_strength is not None and not 0 <= self.fixed_strength <= 1:
            message = f"fixed strength {self.fixed_strength} is not between 0 and 1"
            raise UserError(ErrorKind.input, message, "0.4 is usual.")
