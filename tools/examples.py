"""What the tools that make pictures share: the example articles, an edit of the first one, smaller files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SEED = "两部门确定十个城市开展车城融合试点.md"


def copied(folder: Path) -> Path:
    """A folder of the examples; the path of the first one."""
    shutil.copytree(ROOT / "examples" / "articles", folder)
    return folder / SEED


def edited(path: Path, edits: Mapping[str, str], now: datetime) -> None:
    """Replace these words in an article."""
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text, f"the example does not say {old} any more"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (now.timestamp(),) * 2)


def shrunk(picture: Path, colours: int) -> None:
    """A third of the size where pngquant is installed; then how large it is."""
    if small := shutil.which("pngquant"):
        command = [small, "--force", "--skip-if-larger", "--ext", ".png", str(colours), str(picture)]
        subprocess.run(command, check=False)
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KB")
