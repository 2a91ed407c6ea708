"""The two small networks: one for ink, one for photos; torch is imported on first use."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, relu

from sketch2image.train.lite.convolution import Convolution


class Residual(nn.Module):
    """Two 3x3 convolutions with a short cut (He et al., 2016)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = _convolution(inputs, outputs, 3, stride)
        self.second = _convolution(outputs, outputs, 3, 1)
        same = inputs == outputs and stride == 1
        self.short = nn.Identity() if same else _convolution(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        return relu(self.short(x) + self.second(relu(self.first(x))))


class Trunk(nn.Module):
    """Picture to features.

    Args:
        channels: 1 for ink, 3 for photos.
        widths: channels of the stages; each halves the side.
        blocks: residual blocks of each stage.

    Input (N, channels, S, S) with S a multiple of 4; output (N, 2 * widths[-1]): mean and maximum
    over the picture.
    """

    def __init__(self, channels: int, widths: Sequence[int], blocks: Sequence[int]) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.PixelUnshuffle(2), _convolution(4 * channels, widths[0], 5, 2), nn.ReLU()
        )
        inputs = [widths[0], *widths[:-1]]
        shapes = enumerate(zip(inputs, widths, blocks, strict=True))
        self.stages = nn.Sequential(*(_stage(*shape, min(2, n + 1)) for n, shape in shapes))
        self.features = 2 * widths[-1]

    def forward(self, x: Tensor) -> Tensor:
        x = self.stages(self.stem(x))
        return torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)


class Classifier(nn.Module):
    """A trunk, one score for every label, and while training a place in the shared space.

    Args:
        trunk: where features come from.
        labels: number of labels.
        dimensions: of the shared space.
        dropout: share of features left out while training.
    """

    def __init__(self, trunk: Trunk, labels: int, dimensions: int, dropout: float) -> None:
        super().__init__()
        self.trunk = trunk
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(trunk.features, labels)
        self.place = nn.Linear(trunk.features, dimensions)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 1, S, S) to (N, labels) scores."""
        return self.head(self.trunk(x))

    def both(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Scores, and (N, dimensions) unit rows in the shared space."""
        features = self.dropout(self.trunk(x))
        return self.head(features), normalize(self.place(features).float(), dim=1)


def _stage(inputs: int, outputs: int, blocks: int, stride: int) -> nn.Sequential:
    rest = (Residual(outputs, outputs, 1) for _ in range(blocks - 1))
    return nn.Sequential(Residual(inputs, outputs, stride), *rest)


def _convolution(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        Convolution(inputs, outputs, kernel, stride),
        nn.BatchNorm2d(outputs),
    )


class PhotoTower(nn.Module):
    """Photos into the shared space, and a second head that copies the teacher's own vector.

    Args:
        trunk: where features come from.
        dimensions: of the shared space.
        teacher: length of the teacher's vector.
        dropout: share of features left out while training.
    """

    def __init__(self, trunk: Trunk, dimensions: int, teacher: int, dropout: float) -> None:
        super().__init__()
        self.trunk = trunk
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(trunk.features, dimensions)
        self.copy = nn.Linear(trunk.features, teacher)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, S, S) to (N, dimensions) unit rows."""
        return normalize(self.head(self.trunk(x)), dim=1)

    def both(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Unit rows in the shared space and in the teacher's."""
        features = self.dropout(self.trunk(x))
        return normalize(self.head(features), dim=1), normalize(self.copy(features), dim=1)


class SketchTower(nn.Module):
    """Ink into the shared space: the captioner's trunk, kept as it is, and a new head.

    Args:
        trunk: a trained captioner trunk.
        dimensions: of the shared space.
        dropout: share of features left out while training.
    """

    def __init__(self, trunk: Trunk, dimensions: int, dropout: float) -> None:
        super().__init__()
        self.trunk = trunk.requires_grad_(False).eval()
        hidden = trunk.features
        self.head = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, dimensions),
        )

    def train(self, mode: bool = True) -> SketchTower:
        super().train(mode)
        self.trunk.eval()
        return self

    def forward(self, x: Tensor) -> Tensor:
        """(N, 1, S, S) to (N, dimensions) unit rows."""
        return normalize(self.head(self.trunk(x)), dim=1)
