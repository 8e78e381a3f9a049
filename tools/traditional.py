"""Make watcher/articles/traditional.tsv from the PyPI package `opencc-python-reimplemented` (0.1.7, Apache-2.0).

    pip download --no-deps --no-binary :all: opencc-python-reimplemented==0.1.7
    tar xzf opencc-python-reimplemented-0.1.7.tar.gz
    python tools/traditional.py opencc-python-reimplemented-0.1.7 > watcher/articles/traditional.tsv

Its dictionaries TSCharacters, TWVariantsRev and HKVariantsRev are used; of several simplified forms the first.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Written otherwise than the dictionaries have it: variants that real pages use, and what they leave traditional.
MORE = {
    "乾": "干",
    "着": "着",
    "臺": "台",
    "陜": "陕",
    "檯": "台",
    "颱": "台",
    "濛": "蒙",
    "硃": "朱",
    "鉢": "钵",
    "峯": "峰",
    "羣": "群",
}
FILES = ("TSCharacters.txt", "TWVariantsRev.txt", "HKVariantsRev.txt")


def main(package: Path) -> None:
    traditional = characters(package / "opencc" / "dictionary" / FILES[0])
    variants = [characters(package / "opencc" / "dictionary" / name) for name in FILES[1:]]
    for table in variants:
        for variant, character in table.items():
            traditional.setdefault(variant, traditional.get(character, character))
    traditional |= MORE
    print("# Made by tools/traditional.py from OpenCC's dictionaries (Apache-2.0): a character, its simplified form.")
    for character, simplified in sorted(traditional.items()):
        final = traditional.get(simplified, simplified)
        if character != final:
            print(character, final, sep="\t")


def characters(path: Path) -> dict[str, str]:
    """One character to the first of its forms; longer ones and those outside the basic plane are left out."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    pairs = ((character, forms.split(" ")[0]) for character, forms in rows)
    return {a: b for a, b in pairs if len(a) == len(b) == 1 and a < "\U00010000"}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
