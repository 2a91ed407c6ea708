"""Paints of the classes that have no scene, largest part first."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.synth.shapes import Color


@dataclass(frozen=True)
class Palette:
    """How a relief is painted.

    Attributes:
        paints: RGB 0..1 for the largest kind of part, the next smaller, and so on.
        cord: paint of strokes that enclose nothing.
        gloss: 0 (chalk) .. 1 (varnish).
    """

    paints: tuple[Color, ...]
    cord: Color
    gloss: float = 0.3


def palette_of(label: str | None) -> Palette:
    """The palette of a class, or a plain clay one for a class not in the table or None."""
    row = _TABLE.get(label or "")
    if row is None:
        return CLAY
    paints, cord, gloss = row
    return Palette(tuple(map(_rgb, paints.split())), _rgb(cord), gloss)


def painted() -> tuple[str, ...]:
    """The classes that have a palette."""
    return tuple(_TABLE)


def _rgb(text: str) -> Color:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


CLAY = Palette(
    ((0.85, 0.56, 0.38), (0.95, 0.82, 0.62), (0.36, 0.56, 0.6), (0.8, 0.36, 0.3)),
    (0.4, 0.3, 0.26),
)

_TABLE: dict[str, tuple[str, str, float]] = {
    "airplane": ("e8ecf0 b9c6d2 3f74b5 2a3440", "4a5560", 0.5),
    "alarm_clock": ("d24b42 f6f2e6 e8c050 333333", "333333", 0.5),
    "ant": ("6b3420 8a4a2c 2b1a14", "3a2018", 0.5),
    "ape": ("5a4336 b58b6d 2c2420", "3a2c24", 0.1),
    "apple": ("c6302b 4f8f3a 6b4628", "6b4628", 0.55),
    "armor": ("aab2ba c9a24a 6b4a34", "6a727a", 0.7),
    "axe": ("a8703c b9c2ca 5d3f24", "6d4a2c", 0.4),
    "banana": ("f3d046 e3b52e 6b4f22", "7a5a26", 0.3),
    "bat": ("4a3c44 6d5560 241d22", "2e2429", 0.15),
    "bear": ("7a5233 a87b52 2a1d14", "3d2a1c", 0.1),
    "bee": ("f0b429 2e2620 dfe8ee", "2e2620", 0.3),
    "beetle": ("3f6b4a 2c4a34 c8a23a", "2a241e", 0.6),
    "bell": ("d9a93a b98524 6d4c17", "6d4c17", 0.7),
    "bench": ("a8713f 8a5a30 4f4f52", "4f4f52", 0.25),
    "bicycle": ("d6dde2 c0392b 39424a", "39424a", 0.5),
    "blimp": ("cfd6dc c8402e 4a545e", "5a626a", 0.45),
    "bread": ("d29a57 f0d9a8 a86d30", "8d5a28", 0.15),
    "butterfly": ("e8872b f4c64a 35302c 5a86c4", "2f2a28", 0.2),
    "cabin": ("9a6a40 70472a e5d3a6 55392a", "553a26", 0.15),
    "camel": ("c99a5e b0824a 5d4328", "6b4d2e", 0.1),
    "candle": ("f4ead2 f5b83d e2662a", "3a3026", 0.35),
    "cannon": ("4a4e52 8a5c34 2c2e30", "3a3c3e", 0.5),
    "car": ("b8322e cfe0ea 2e3236 c9ccd0", "2e3236", 0.7),
    "car_(sedan)": ("b8322e cfe0ea 2e3236 c9ccd0", "2e3236", 0.7),
    "castle": ("b8b0a3 968d80 6e4f3a 5b748f", "5e5850", 0.1),
    "cat": ("c98a4b efdcc0 d98a8a 3a2d22", "4c3826", 0.1),
    "chair": ("a5693a c98f58 6d4426", "5d3b21", 0.3),
    "chicken": ("f0e6d4 c8342e e6a02e", "c98a2a", 0.15),
    "church": ("e9e2d4 9a4b3a 6b5a48 5f86a8", "5c5248", 0.1),
    "couch": ("5f7f8c 7f9da8 4a3a2e", "4a3a2e", 0.15),
    "cow": ("f2eee8 3a3230 e2a5a0", "3a3230", 0.1),
    "crab": ("d3502e e8794c 3a2320", "a33a20", 0.4),
    "crocodilian": ("5e7d45 88a565 e8e6c8", "3f5630", 0.3),
    "cup": ("e9e4da 7a4a2c 5f8fb5", "b8b0a4", 0.6),
    "deer": ("b07a46 e6cfa8 4c3220", "5d3f28", 0.1),
    "dog": ("b8834f ead7ba 3a2a20", "4e3826", 0.1),
    "dolphin": ("7d99b0 d3e0e8 3c4c5a", "50687c", 0.5),
    "door": ("8a5a34 a87448 e0b64a", "5d3b21", 0.3),
    "duck": ("f2c83c e88a2a 2f6b4c", "d97e22", 0.2),
    "elephant": ("8f949b aab0b6 f0ead8", "60656c", 0.1),
    "eyeglasses": ("c8dfe8 33302e 8a6a42", "33302e", 0.7),
    "fan": ("dfe4e8 7fa6c0 4a545c", "5a646c", 0.45),
    "fish": ("ef8a2c f7c95a f2efe6 2d3436", "c2601c", 0.45),
    "flower": ("e8658c f6c83f 5a9a46 c23f6c", "4c8a3c", 0.2),
    "frog": ("68a63f a9cf6a f2efe0 26301e", "45752a", 0.45),
    "geyser": ("cfe6f0 a8cfe0 8a7a68", "9ac6dc", 0.5),
    "giraffe": ("e0b15a a8692c 5d4228", "8a5c2c", 0.1),
    "guitar": ("c07a36 e5b56a 3a2418", "4a3020", 0.55),
    "hamburger": ("d9993f 7a4526 6fa83c e6b93c", "b8792c", 0.2),
    "hammer": ("b98650 5a6068 8a929a", "6d4a2c", 0.5),
    "harp": ("d9ab4a c08a30 7a5220", "a87c2e", 0.6),
    "hat": ("8a6238 4a3424 d8c09a", "4a3424", 0.1),
    "hedgehog": ("8a6a4c e6cca4 2e221a", "5a422e", 0.05),
    "helicopter": ("d8b23a a9cbe0 4d555c", "4d555c", 0.5),
    "hermit_crab": ("c88a5a d8543a f0dcc0", "b5482e", 0.35),
    "horse": ("8a5a36 b98a5e 2e2018", "3a281c", 0.15),
    "hot-air_balloon": ("d8433a f2c84b 3f78b8 8a5c34", "6d5238", 0.25),
    "hotdog": ("d9a25c b5482e e8bf3a", "e0b030", 0.3),
    "hourglass": ("b98a4e dfe8ea e6cf98", "7a5a34", 0.5),
    "jack-o-lantern": ("e8832a f6c84a 3a2418 5a7a34", "5a7a34", 0.3),
    "jellyfish": ("c9a2d8 e6cdf0 9a74b8", "b38ac8", 0.5),
    "kangaroo": ("b5804e e0bf94 3a281c", "7a5230", 0.08),
    "knife": ("cfd6dc 4a3a30 9aa2a8", "4a3a30", 0.75),
    "lion": ("d9a24e 9a5c26 f0dcb0 3a2a1c", "8a5526", 0.1),
    "lizard": ("6f9a4a b8c87a 2e3a20", "557a38", 0.35),
    "lobster": ("c43a26 df6244 2e1a16", "a02e1c", 0.45),
    "motorcycle": ("b5302c d8dce0 2c2e32", "3a3e44", 0.6),
    "mouse": ("a59a94 e6b4b0 332c2a", "7a6e68", 0.1),
    "mushroom": ("c8402e f2e6d0 fdf6ea", "e2d2b4", 0.25),
    "owl": ("8f6a42 d8bd90 f2c63a 2e2418", "6b4d2e", 0.1),
    "parrot": ("d23f32 3c8f4c 3a70bd f2c63a", "4d4540", 0.2),
    "pear": ("b9c24a d9d87c 6b4a28", "6b4a28", 0.35),
    "penguin": ("2e343c f4f2ee f0a030", "e8952a", 0.25),
    "piano": ("2a2624 f4f0e8 8a5c34", "2a2624", 0.7),
    "pickup_truck": ("3f74b5 cfe0ea 2e3236 c9ccd0", "2e3236", 0.65),
    "pig": ("eeb0ac e0908c 4a3432", "c98480", 0.15),
    "pineapple": ("dba53a 5c9440 b87c26", "4c8034", 0.25),
    "pistol": ("44484e 6b4a30 8a9096", "3a3c40", 0.6),
    "pizza": ("f0c65c c0392b d99a4e 5f8f3c", "b5722c", 0.25),
    "pretzel": ("b5713a d99a5a f6ecd8", "a5622e", 0.4),
    "rabbit": ("d9cfc4 f0e8e0 e8a8a8 3a3230", "a89a8e", 0.08),
    "raccoon": ("8c8a88 4a4848 e8e4de", "4a4846", 0.1),
    "racket": ("e8ecd0 c0392b 3a3f46", "3a3f46", 0.4),
    "ray": ("7a8894 cdd6dc 3a444c", "5c6872", 0.35),
    "rhinoceros": ("8e8a84 b0aba4 e8e2d4", "66625c", 0.08),
    "rifle": ("7a5230 3c4046 9aa0a6", "3c4046", 0.45),
    "rocket": ("e6eaee d0402e 4a78b0 f2b83a", "5a626a", 0.5),
    "sailboat": ("f4f2ea a5683a c8402e", "6b4a30", 0.2),
    "saw": ("c2cad0 a8703c 7a828a", "6a7278", 0.6),
    "saxophone": ("dba83a b98524 f0d080", "a87a22", 0.75),
    "scissors": ("c8d0d6 c0392b 7a828a", "6a7278", 0.7),
    "scorpion": ("5a4028 8a6438 2e2016", "4a3420", 0.45),
    "sea_turtle": ("5c8a6a a8b878 7a6a44", "4c7458", 0.35),
    "seagull": ("f2f2ee a5b0ba f0b03c", "e0a030", 0.15),
    "seal": ("7c8288 b4bac0 2c3034", "5a6066", 0.4),
    "shark": ("7d8c99 dfe6ea 2e363c", "5c6a76", 0.4),
    "sheep": ("efe8da 4a403a d8cdb8", "4a403a", 0.03),
    "shoe": ("8a5230 e8e2d6 3a2a20 c0392b", "f0ece2", 0.4),
    "skyscraper": ("8fa9bd c8dbe6 5a6b7a", "4a5866", 0.55),
    "snail": ("c08a4e e3c794 8a5a30", "c8a878", 0.35),
    "snake": ("6a9a42 c2c864 3a4c26", "5c8a3a", 0.4),
    "songbird": ("5a8fc8 e89a4a f2ead8 2c2a28", "4a4440", 0.12),
    "spider": ("3a302c 6b4a3c b5362c", "2c2422", 0.3),
    "spoon": ("c5cdd3 e3e8ec 8d969d", "a5aeb5", 0.85),
    "squirrel": ("b06a34 e6c8a0 3a281c", "7d4a24", 0.1),
    "starfish": ("e8843f f2b070 b85a26", "c86a2e", 0.15),
    "strawberry": ("d42a2e 4f9a3c f0cf7a", "4a8a38", 0.5),
    "swan": ("f6f6f2 f0912e 2a2a2a", "d8d8d2", 0.15),
    "sword": ("cfd8de d9a93a 6b4226", "6b4226", 0.8),
    "table": ("a5693a c08650 6d4426", "6d4426", 0.3),
    "tank": ("6a7346 8b9460 3f4430", "3f4430", 0.25),
    "teapot": ("5d8fb0 e9e4da 3c6380", "4f7e9e", 0.65),
    "teddy_bear": ("b47d4a dcb585 3a281c", "7a5230", 0.03),
    "tiger": ("e08a34 f6eedc 2a221c", "2a221c", 0.1),
    "tree": ("4f8f3c 7a5230 74ab52", "6d4a2c", 0.1),
    "trumpet": ("dfae3e b98a28 f2d88c", "b98a28", 0.75),
    "turtle": ("6d8f42 a8b86a 8a6a3c", "55702f", 0.3),
    "umbrella": ("c93a4a e8808a 4a3a34", "4a3a34", 0.3),
    "violin": ("a5562a d08a4c 2a1a14", "3a241a", 0.6),
    "volcano": ("7a5c4c e2542c f2a83a", "c8482a", 0.1),
    "wading_bird": ("dfe3e6 8a9aa8 e8a23a", "8a7048", 0.12),
    "wheelchair": ("3c6ea5 4a5058 c8ced4", "4a5058", 0.5),
    "windmill": ("e8ded0 9a5a3c 6b4a34", "6b4a34", 0.15),
    "window": ("a9cfe6 f4f0e6 c8dfee 8a5c38", "e8e2d6", 0.6),
    "wine_bottle": ("3a5a32 e8dcc0 7a1f2c", "7a1f2c", 0.8),
    "zebra": ("f2f0ec 2a2826 c8a8a0", "2a2826", 0.1),
}
