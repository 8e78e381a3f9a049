"""What is told of an edit, from the file to the alert: the sort of edit, and the places as sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watcher.edits import difference

if TYPE_CHECKING:
    from conftest import Site

NOTICE = """# 某省交通运输厅关于公布试点城市名单的通知

各市交通运输局：

经评审，确定宁波、温州、金华等3个城市为试点城市，请于3月底前报送方案。

某省交通运输厅

2024年3月1日

抄送：宁波、温州、金华市交通运输局。
"""


def changed(site: Site, *edits: tuple[str, str]) -> tuple[str, list[str]]:
    """The reason of the change that the edits of the notice make, and the lines that show it."""
    site.write("list.md", NOTICE)
    site.scan()
    for old, new in edits:
        site.edit("list.md", old, new)
    site.scan()
    ((id_, because),) = site.app.store.db.execute(
        "SELECT article_id, because FROM changes WHERE path = 'list.md' AND kind = 'updated'"
    )
    return because, (difference(site.app.store.library, id_, 2) or "").splitlines()


@pytest.mark.parametrize(
    ("edits", "because", "first"),
    [
        pytest.param(
            [("温州、金华等", "台州、金华等")],
            "text: place list",
            "+台州市 −温州市",
            id="a city is struck from the list, though a copy goes to it",
        ),
        pytest.param(
            [("、温州、金华等3个", "、金华等2个"), ("宁波、温州、", "宁波、")],
            "text: place list, number",
            "−温州市",
            id="a city is taken out everywhere, and the count is mended",
        ),
        pytest.param(
            [("3月底", "4月底")], "text: date", "− …温州、金华等3个城市为试点城市，请于【3】月", id="another deadline"
        ),
        pytest.param([("经评审", "经审核")], "text: wording", "− 经【评审】", id="another word"),
    ],
)
def test_an_edit_of_a_list_is_told_as_sets_and_by_its_sort(
    empty_site: Site, edits: list[tuple[str, str]], because: str, first: str
) -> None:
    told, lines = changed(empty_site, *edits)
    assert told == because
    assert lines[0].startswith(first)


def test_a_title_that_was_edited_is_shown(empty_site: Site) -> None:
    told, lines = changed(empty_site, ("关于公布试点", "关于公布示范"))
    assert told == "title and text: wording"
    assert lines[:2] == [
        "− 某省交通运输厅关于公布【试点】城市名单的通知",
        "+ 某省交通运输厅关于公布【示范】城市名单的通知",
    ]
