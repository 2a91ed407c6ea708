"""Reading any picture file, refusing what is none, and writing PNGs."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import MAX_PIXELS, is_picture_name, open_picture, save_png

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 40), (30, 40, 210), (255, 255, 255)


def quarters(width: int = 64, height: int = 48) -> Pillow.Image:
    """Red, green over blue, white: tells every turn and mirror apart."""
    image = np.empty((height, width, 3), np.uint8)
    half = height // 2, width // 2
    image[: half[0], : half[1]], image[: half[0], half[1] :] = RED, GREEN
    image[half[0] :, : half[1]], image[half[0] :, half[1] :] = BLUE, WHITE
    return Pillow.fromarray(image)


def corners(image: np.ndarray) -> np.ndarray:
    """Colors in the middle of the four quarters, in reading order."""
    rows, columns = image.shape[0] // 4, image.shape[1] // 4
    return image[[rows, rows, -rows, -rows], [columns, -columns, columns, -columns]].astype(int)


def seen_as_quarters(image: np.ndarray, within: int = 12) -> bool:
    expected = np.array([RED, GREEN, BLUE, WHITE])
    return bool((np.abs(corners(image) - expected) <= within).all())


SAVED = {
    "plain.jpg": {"format": "JPEG", "quality": 95},
    "UPPER.JPEG": {"format": "JPEG", "quality": 95},
    "plain.png": {"format": "PNG"},
    "plain.webp": {"format": "WEBP", "lossless": True},
    "phone.heic": {"format": "HEIF", "quality": 95},
    "new.avif": {"format": "AVIF", "quality": 95},
    "old.bmp": {"format": "BMP"},
    "scan.tif": {"format": "TIFF", "compression": "tiff_lzw"},
    "wrong ending.png": {"format": "JPEG", "quality": 95},
    "no ending": {"format": "PNG"},
    "고양이 사진\n2.png": {"format": "PNG"},
}


@pytest.mark.parametrize("name", SAVED)
def test_formats_are_told_by_content(tmp_path: Path, name: str) -> None:
    quarters().save(tmp_path / name, **SAVED[name])
    image = open_picture(tmp_path / name)
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    assert seen_as_quarters(image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("max_side", [None, 32])
def test_orientation_is_applied(
    tmp_path: Path, orientation: int, ending: str, max_side: int | None
) -> None:
    stored = _stored_for(orientation, np.asarray(quarters(256, 192)))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"turned.{ending}"
    Pillow.fromarray(stored).save(path, exif=exif)
    image = open_picture(path, max_side)
    assert image.shape == ((192, 256, 3) if max_side is None else (24, 32, 3))
    assert seen_as_quarters(image)


def _stored_for(orientation: int, seen: np.ndarray) -> np.ndarray:
    """What a camera stores so that this orientation shows `seen` (EXIF 2.3, tag 274)."""
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(undo[orientation](seen))


def test_heic_orientation_is_applied_once(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    stored = np.ascontiguousarray(np.rot90(np.asarray(quarters(256, 192)), 1))
    Pillow.fromarray(stored).save(tmp_path / "phone.heic", exif=exif.tobytes(), quality=95)
    image = open_picture(tmp_path / "phone.heic")
    assert image.shape == (192, 256, 3)
    assert seen_as_quarters(image)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_lies_on_white(tmp_path: Path, mode: str) -> None:
    image = quarters().convert("RGBA")
    image.putalpha(0)
    image.putpixel((0, 0), (0, 0, 0, 255))
    image.putpixel((1, 0), (0, 0, 0, 128))
    ending = "tif" if mode == "PA" else "png"
    image.convert("LA" if mode == "LA" else mode).save(tmp_path / f"clear.{ending}")
    seen = open_picture(tmp_path / f"clear.{ending}")
    assert (seen[1:] == 255).all()
    if mode != "PA":
        assert seen[0, 0].tolist() == [0, 0, 0]
        assert abs(int(seen[0, 1, 0]) - 127) <= 2


def test_transparent_palette_lies_on_white(tmp_path: Path) -> None:
    image = Pillow.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 200, 0, 0])
    image.save(tmp_path / "p.gif", transparency=1)
    assert (open_picture(tmp_path / "p.gif") == 255).all()


def test_palette_and_grey_and_two_tone(tmp_path: Path) -> None:
    quarters().quantize(8).save(tmp_path / "p.png")
    assert seen_as_quarters(open_picture(tmp_path / "p.png"))
    for mode in ("L", "1"):
        Pillow.new(mode, (9, 7), 255).save(tmp_path / f"{mode}.png")
        assert (open_picture(tmp_path / f"{mode}.png") == 255).all()


def test_cmyk_jpeg(tmp_path: Path) -> None:
    quarters().convert("CMYK").save(tmp_path / "print.jpg", quality=95)
    assert seen_as_quarters(open_picture(tmp_path / "print.jpg"), 16)
    assert open_picture(tmp_path / "print.jpg", 16).shape == (12, 16, 3)


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_keep_their_range(tmp_path: Path, ending: str) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(4, 0)
    Pillow.fromarray(ramp).save(tmp_path / f"deep.{ending}")
    seen = open_picture(tmp_path / f"deep.{ending}")
    assert np.abs(seen[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_sixteen_bit_color_png(tmp_path: Path) -> None:
    (tmp_path / "deep.png").write_bytes(_deep_color_png())
    assert open_picture(tmp_path / "deep.png").tolist() == [[[255, 128, 0]]]


def _deep_color_png() -> bytes:
    row = b"\0" + struct.pack(">3H", 65535, 128 * 257, 0)
    return _png(1, 1, depth=16, color=2, rows=row)


def _png(width: int, height: int, depth: int, color: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_float_tiff(tmp_path: Path) -> None:
    Pillow.fromarray(np.float32([[0, 0.5, 1]])).save(tmp_path / "f.tif")
    assert open_picture(tmp_path / "f.tif")[0, :, 0].tolist() == [0, 128, 255]


@pytest.mark.parametrize("ending", ["gif", "webp", "png"])
def test_animation_gives_its_first_frame(tmp_path: Path, ending: str) -> None:
    first, second = quarters(), Pillow.new("RGB", (64, 48), "black")
    first.save(tmp_path / f"a.{ending}", save_all=True, append_images=[second], lossless=True)
    assert seen_as_quarters(open_picture(tmp_path / f"a.{ending}"))


def test_max_side_shrinks_and_never_enlarges(tmp_path: Path) -> None:
    quarters(3000, 1500).save(tmp_path / "big.jpg")
    assert open_picture(tmp_path / "big.jpg", 200).shape == (100, 200, 3)
    assert open_picture(tmp_path / "big.jpg", 4000).shape == (1500, 3000, 3)
    Pillow.new("RGB", (5000, 2)).save(tmp_path / "line.jpg")
    assert open_picture(tmp_path / "line.jpg", 100).shape == (1, 100, 3)


def refused(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        open_picture(path)
    assert "\n" not in str(caught.value).replace(str(path), "")
    assert caught.value.hint
    return caught.value


def test_missing_file(tmp_path: Path) -> None:
    error = refused(tmp_path / "nothing.jpg")
    assert error.kind is ErrorKind.missing_file
    assert str(tmp_path / "nothing.jpg") in error.message


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    assert "is an empty file" in refused(tmp_path / "empty.jpg").message


@pytest.mark.parametrize(
    "format_name", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP", "GIF", "AVIF"]
)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_cut_short(tmp_path: Path, format_name: str, share: float) -> None:
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    Pillow.fromarray(noise).save(buffer, format_name)
    whole = buffer.getvalue()
    (tmp_path / "cut.jpg").write_bytes(whole[: max(12, int(len(whole) * share))])
    error = refused(tmp_path / "cut.jpg")
    assert error.kind is ErrorKind.unreadable
    assert "damaged or cut short" in error.message


def test_text_named_jpg(tmp_path: Path) -> None:
    (tmp_path / "fake.jpg").write_text("그림이 아닙니다\nnot a picture\n" * 40, "utf-8")
    assert "is not a picture (it holds text)" in refused(tmp_path / "fake.jpg").message


def test_unknown_bytes(tmp_path: Path) -> None:
    (tmp_path / "fake.png").write_bytes(bytes(range(256)) * 4)
    assert "is not a known picture" in refused(tmp_path / "fake.png").message


def test_postscript_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    assert refused(tmp_path / "x.jpg").kind is ErrorKind.unreadable


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (20_000, 10_001)])
def test_bomb_is_refused_by_its_header(tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "bomb.png").write_bytes(_png(width, height, depth=8, color=2, rows=b""))
    error = refused(tmp_path / "bomb.png")
    assert error.kind is ErrorKind.unreadable
    assert f"more than {MAX_PIXELS // 1_000_000} million pixels" in error.message


@settings(max_examples=60, deadline=None)
@given(
    format_name=st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP", "GIF"]),
    seed=st.integers(0, 2**32),
)
def test_damaged_bytes_give_a_picture_or_a_user_error(
    tmp_path_factory: pytest.TempPathFactory, format_name: str, seed: int
) -> None:
    luck = random.Random(seed)
    buffer = io.BytesIO()
    quarters().save(buffer, format_name)
    damaged = bytearray(buffer.getvalue())
    for _ in range(luck.choice([1, 3, 20])):
        damaged[luck.randrange(len(damaged))] = luck.randrange(256)
    path = tmp_path_factory.mktemp("fuzz") / "damaged"
    path.write_bytes(damaged)
    with suppress(UserError):
        image = open_picture(path, luck.choice([None, 16]))
        assert image.ndim == 3
        assert image.shape[2] == 3


def test_png_round_trip_makes_folders(tmp_path: Path) -> None:
    image = np.random.default_rng(0).integers(0, 256, (30, 40, 3)).astype(np.uint8)
    target = tmp_path / "new" / "그림.png"
    save_png(target, image)
    save_png(target, image[:, ::-1])
    assert (open_picture(target) == image[:, ::-1]).all()
    assert [file.name for file in target.parent.iterdir()] == ["그림.png"]


def test_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    picture = np.zeros((2, 2, 3), np.uint8)
    for target in (tmp_path / "file" / "x.png", tmp_path):
        with pytest.raises(UserError) as caught:
            save_png(target, picture)
        assert caught.value.kind is ErrorKind.output
        assert str(target) in caught.value.message
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.JPG", True), ("b.HeIc", True), ("c.webp", True), ("d.jpg.part", False), ("e.txt", False)],
)
def test_picture_names(name: str, expected: bool) -> None:
    assert is_picture_name(name) is expected
