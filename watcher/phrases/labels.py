"""What feeds and alerts call the kinds of change, and the elements of a notice, in the language of their readers."""

from __future__ import annotations

from collections.abc import Mapping

CHANGES: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "new": "新发布",
        "updated": "有修改",
        "moved": "已移动",
        "replaced": "被替换",
        "removed": "已撤下",
        "restored": "重新上线",
    },
    "en": {
        "new": "New",
        "updated": "Edited",
        "moved": "Moved",
        "replaced": "Replaced",
        "removed": "Withdrawn",
        "restored": "Restored",
    },
}
FACTS: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "kind": "文种",
        "number": "发文字号",
        "issuers": "发文机关",
        "addressees": "主送机关",
        "date": "成文日期",
        "designated": "确定地区",
        "cited": "引用文件",
        "deadlines": "截止日期",
        "published": "发布时间",
        "author": "作者",
    },
    "en": {
        "kind": "Kind",
        "number": "Number",
        "issuers": "Issued by",
        "addressees": "Addressed to",
        "date": "Dated",
        "designated": "Designated",
        "cited": "Cites",
        "deadlines": "Deadlines",
        "published": "Published",
        "author": "Author",
    },
}
