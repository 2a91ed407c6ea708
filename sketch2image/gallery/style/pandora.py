"""The classes of Pandora 18k (Florea, Toca, Gieseke, WACV 2017), as the seed's folders name them.

The first and the last name are those that the seed's notes give; the others follow the published
list of classes in the same manner.
"""

from __future__ import annotations

PANDORA = (
    "01_Byzantin_Iconography", "02_Early_Renaissance", "03_Northern_Renaissance",
    "04_High_Renaissance", "05_Baroque", "06_Rococo", "07_Romanticism", "08_Realism",
    "09_Impressionism", "10_Post_Impressionism", "11_Expressionism", "12_Symbolism",
    "13_Fauvism", "14_Cubism", "15_Surrealism", "16_AbstractArt", "17_NaiveArt", "18_PopArt",
)  # fmt: skip
