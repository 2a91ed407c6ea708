"""GeM networks as encoders of pictures."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import UserError

torch = pytest.importorskip("torch")
pytest.importorskip("torchvision")

from sketch2image.gallery.gem.encoder import GemEncoder  # noqa: E402
from sketch2image.gallery.gem.network import untrained  # noqa: E402
from tests.gallery.gem.published_gem import PublishedNetwork  # noqa: E402


@pytest.fixture(scope="module")
def network():
    return untrained("r18INgem", 5)


@pytest.fixture(scope="module")
def pictures():
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (*size, 3), np.uint8) for size in ((48, 64), (80, 33))]


@pytest.mark.parametrize("multi_scale", [False, True])
def test_pictures_of_any_size_get_the_published_descriptors(network, pictures, multi_scale):
    from torchvision import transforms

    encoder = GemEncoder(network, multi_scale=multi_scale)
    published = PublishedNetwork().eval()
    published.load_state_dict(network.state_dict())
    run = published.at_scales if multi_scale else published
    statistics = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    shown = transforms.Compose([transforms.ToTensor(), transforms.Normalize(*statistics)])
    with torch.inference_mode():
        expected = torch.cat([run(shown(picture)[None]) for picture in pictures])
    np.testing.assert_allclose(encoder.encode_photos(pictures), expected, atol=1e-6)
    assert encoder.encode_photos([]).shape == (0, encoder.dim)


def test_a_descriptor_does_not_depend_on_its_neighbors(network, pictures):
    encoder = GemEncoder(network)
    together = encoder.encode_photos(pictures)
    alone = np.concatenate([encoder.encode_sketches([picture]) for picture in pictures])
    np.testing.assert_array_equal(together, alone)


def test_fingerprints_tell_weights_and_scales_apart(network):
    one, three = GemEncoder(network), GemEncoder(network, multi_scale=True)
    other = GemEncoder(untrained("r18INgem", 6))
    assert len({one.fingerprint, three.fingerprint, other.fingerprint}) == 3
    assert one.fingerprint == GemEncoder(untrained("r18INgem", 5)).fingerprint


def test_it_knows_no_words_and_marks_weak_matches(network):
    encoder = GemEncoder(network)
    assert not encoder.encode_words(["dog", "cat"]).any()
    assert set(encoder.weak_below) == {"sketch", "photo", "words"}


def test_a_device_that_is_not_here_is_said(network):
    with pytest.raises(UserError, match="this machine has no device cuda:77"):
        GemEncoder(network, device="cuda:77")
