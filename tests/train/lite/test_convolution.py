"""The training step of a convolution against torch's own."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from sketch2image.train.lite.convolution import Convolution  # noqa: E402


@pytest.mark.parametrize(("side", "kernel", "stride"), [(3, 3, 1), (6, 3, 1), (7, 3, 2), (6, 1, 2)])
def test_gradients_are_those_of_the_usual_convolution(side: int, kernel: int, stride: int) -> None:
    torch.manual_seed(0)
    ours = Convolution(16, 24, kernel, stride)
    usual = torch.nn.Conv2d(16, 24, kernel, stride, kernel // 2, bias=False)
    usual.load_state_dict(ours.state_dict())
    picture = torch.randn(5, 16, side, side).contiguous(memory_format=torch.channels_last)
    pictures = [picture.clone().requires_grad_() for _ in range(2)]
    answers = []
    with torch.autocast("cpu", torch.bfloat16):
        for layer, one in zip((ours, usual), pictures, strict=True):
            answers.append(layer(one))
    for answer in answers:
        (answer.float() ** 2).sum().backward()
    assert torch.equal(*answers)
    for one, other in ((pictures[0].grad, pictures[1].grad), (ours.weight.grad, usual.weight.grad)):
        assert (one - other).abs().max() < 0.02 * other.abs().max()
