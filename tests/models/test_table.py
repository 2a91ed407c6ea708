"""What the table of checkpoints promises."""

from __future__ import annotations

import re

import pytest

from sketch2image.models.table import Model, model, models

FULL = [row for row in models().values() if row.full]


def test_the_models_of_the_full_tier_are_there():
    wanted = {
        *("blip-base", "blip-large", "blip-sketch", "sd-turbo", "turbo-edge", "turbo-sketch"),
        *(f"dinov2-{size}" for size in ("small", "base", "large", "giant")),
        *(f"dinov2-{size}-reg" for size in ("small", "base", "large", "giant")),
        *(f"dinov2-{size}-onnx" for size in ("small", "base", "large")),
        *("dinov3-small", "dinov3-base", "openclip-b32", "openclip-b16", "siglip2-b16"),
        *("grounding-dino-tiny", "grounding-dino-base", "mobilenet-v2"),
    }
    assert wanted <= {row.id for row in FULL}


@pytest.mark.parametrize("row", FULL, ids=lambda row: row.id)
def test_only_files_that_cannot_run_code_are_opened(row: Model):
    safe = (".safetensors", ".onnx", ".json", ".txt")
    assert all(name.endswith(safe) for name in row.names)


@pytest.mark.parametrize("row", FULL, ids=lambda row: row.id)
def test_every_row_says_what_it_does_and_under_which_terms(row: Model):
    assert row.capability
    assert "\n" not in row.capability
    assert row.terms.startswith("https://")
    assert row.size > 0
    assert set(row.needs) <= set(models())


@pytest.mark.parametrize("row", FULL, ids=lambda row: row.id)
def test_revisions_are_commits_or_openly_floating_and_digests_are_digits(row: Model):
    for source in row.sources:
        if source.kind == "hub":
            assert source.revision == "main" or re.fullmatch("[0-9a-f]{40}", source.revision)
    raw = (row.convert.raw,) if row.convert else ()
    for part in (*row.parts, *raw):
        assert re.fullmatch("|[0-9a-f]{8}|[0-9a-f]{64}", part.sha256)


@pytest.mark.parametrize("row", FULL, ids=lambda row: row.id)
def test_the_size_of_a_row_is_about_that_of_its_files(row: Model):
    known = [part.size for part in row.parts]
    if row.convert is None and all(known):
        assert row.size == sum(known)
    assert row.size >= 0.98 * sum(known)


def test_what_is_as_good_names_a_model_of_its_family():
    for row in models().values():
        if row.as_good_as:
            assert model(row.as_good_as).family == row.family
