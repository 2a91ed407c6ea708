"""What the table of models says, as texts that can be shown in another language."""

from __future__ import annotations

from sketch2image.ui.words import N

CAPABILITIES = (
    N("finds a hand's 21 joints (MediaPipe)"),
    N("reads which fingers are raised"),
    N("names a sketch, one of 369 things"),
    N("finds pictures like a sketch or a photo"),
    N("describes a picture (BLIP, 247 M)"),
    N("describes better, slower (BLIP, 470 M)"),
    N("names a sketch, one of 39 things (BLIP)"),
    N("base of the turbo renderers, 32-bit"),
    N("that base in 16-bit: half the download"),
    N("draws from outlines, always the same"),
    N("draws from sketches, by the seed"),
    N("finds look-alikes (384 values)"),
    N("finds look-alikes (768 values)"),
    N("finds look-alikes (1,024 values)"),
    N("finds look-alikes (1,536 values)"),
    N("finds look-alikes, finer (384 values)"),
    N("finds look-alikes, finer (768 values)"),
    N("finds look-alikes, finer (1,024 values)"),
    N("finds look-alikes, finer (1,536 values)"),
    N("finds look-alikes, no PyTorch (384)"),
    N("finds look-alikes, no PyTorch (768)"),
    N("finds look-alikes, no PyTorch (1,024)"),
    N("finds pictures by English words"),
    N("finds by English words, finer, slower"),
    N("finds by words, Korean among others"),
    N("finds a thing named in words in a photo"),
    N("finds a named thing better, slower"),
    N("body of the painting-style classifier"),
    N("judges likeness when a renderer is trained"),
    N("body of GeM descriptors (ResNet-18)"),
    N("body of GeM descriptors (ResNet-50)"),
    N("body of GeM descriptors (R18, SWSL)"),
    N("body of GeM descriptors (R50, SWSL)"),
    N("body of GeM descriptors (R50, SwAV)"),
    N("body of GeM descriptors (R50, SIN)"),
    N("body of GeM descriptors (R50, Caffe)"),
    N("body of GeM descriptors (RNX50 32x4d)"),
    N("body of GeM descriptors (RNX101 32x4d)"),
    N("body of GeM descriptors (RNX101 32x8d)"),
    N("body of GeM descriptors (RNX101 32x16d)"),
)

LICENCES = (N("research use"), N("not stated"))
"""Those that are no name."""

BY_HAND = (
    N(
        "Put blip_fine_tuning.pth into the folder checkpoints and run "
        "`python main.py models pull blip-sketch`."
    ),
)
"""Of models that cannot be fetched."""
