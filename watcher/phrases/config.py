"""Why a config or an expression cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

CONFIG: Mapping[str, str] = {
    "unexpected {} at character {}": "第 {1} 个字符处不该有 {0}",
    "unexpected character at {}": "第 {0} 个字符不该出现",
    "no administrative division is called {}; did you mean {}?": "没有叫“{0}”的行政区划，是不是“{1}”？",
    "no administrative division is called {}; other places are watched as keywords": (
        "没有叫“{0}”的行政区划；别的地名请当作关键词"
    ),
    "/{}/ is no RE2 pattern: {}": "/{0}/ 不是 RE2 正则表达式：{1}",
    "/{}/ is found in every text, also in an empty one": "/{0}/ 在任何文字里都能找到，空的也一样",
    "more than {} brackets within one another at character {}": "第 {1} 个字符处括号嵌套超过 {0} 层",
    "the bracket at character {} is not closed": "第 {0} 个字符处的括号没有闭合",
    "the quote at character {} is not closed": "第 {0} 个字符处的引号没有闭合",
    "a /pattern/ can be looked for in title: and text:, not in {}:": (
        "/正则/ 只能用在 title: 和 text: 里，不能用在 {0}: 里"
    ),
    "an empty term at character {}": "第 {0} 个字符处的词是空的",
    "expected a term at the beginning": "开头应当是一个词",
    "expected a term at the beginning, not {} at character {}": "开头应当是一个词，而第 {1} 个字符处是 {0}",
    "expected a term after {}": "{0} 后面应当有一个词",
    "expected a term after {}, not {} at character {}": "{0} 后面应当有一个词，而第 {2} 个字符处是 {1}",
    "unknown field {}: at character {}; did you mean {}:? (a term with a colon needs quotes)": (
        "第 {1} 个字符处的字段 {0}: 不存在，是不是 {2}:？（带冒号的词要加引号）"
    ),
    "unknown field {}: at character {}; there is {}: (a term with a colon needs quotes)": (
        "第 {1} 个字符处的字段 {0}: 不存在，可以用的有 {2}:（带冒号的词要加引号）"
    ),
    "names no channels: it only fills its feed": "没有写 channels，只更新它的订阅",
    "looks for something in vain: {}": "有的词不可能命中：{0}",
    "[channels.{}]: no rule names it": "[channels.{0}]：没有规则用到它",
    "[server] listen: anyone who reaches it sees everything and can retry alerts; set username and password": (
        "[server] listen：能连上的人都看得到全部内容，也能重发提醒；请设 username 和 password"
    ),
    'looks for the word "{}"; what joins terms is written {}': "“{0}”被当作要找的词，连接词要写作 {1}",
    'looks for "{}" as it stands, comma and all; several words are written {}': (
        "“{0}”连同标点一起找，几个词要分开写：{1}"
    ),
    'looks for "{}" as it stands; that field is written {}:{}': "“{0}”照原样找，这个字段要写作 {1}:{2}",
    'looks for "{}" as it stands; what must not be mentioned is written NOT {}': (
        "“{0}”照原样找，不该提到的要写作 NOT {1}"
    ),
    'looks for "{}" as it stands, star and all; a word is found within longer ones without it': (
        "“{0}”连同星号一起找；不写星号，更长的词里也找得到"
    ),
    "asks for a kind that no document has: {}": "没有公文是这个文种：{0}",
    "expected a day such as 2021-12-01, got {}": "应当是 2021-12-01 这样的日期，而不是 {0}",
    "there is no such file; `watcher init` writes one": "没有这个文件，可以用 `watcher init` 生成",
    "unknown section [{}]": "没有 [{0}] 这一节",
    "{}: unknown key {}": "{0}：没有 {1} 这个键",
    "{}; did you mean {}?": "{0}，是不是 {1}？",
    "{}; there is {}": "{0}，现有 {1}",
    "{}; it is missing": "{0}，现在没有写",
    "none": "无",
    "{} must be a table": "{0} 应当是一个表",
    "{}: {} is missing ({})": "{0}：缺少 {1}",
    "channels are written as tables: [channels.NAME]": "渠道要写成表：[channels.名称]",
    "rules are written as [[rules]], each with its name": "规则要写成 [[rules]]，各有名称",
    'type: there is no "{}"': "type：没有“{0}”",
    "type: expected one of {}": "type：应当是其中之一：{0}",
    "type: expected one of {}, got {}": "type：应当是其中之一：{0}，而不是 {1}",
    'rule "{}": {}': "规则“{0}”：{1}",
    'rule "{}" {}': "规则“{0}” {1}",
    'rule "{}"': "规则“{0}”",
    "rule {}": "第 {0} 条规则",
    "there is no [channels.{}]": "没有 [channels.{0}]",
    "digest: it is `urgent`, and goes at once": "digest：这条规则是 `urgent`，会立即发送",
    "slug: expected small letters, digits and hyphens": "slug：应当由小写字母、数字和连字符组成",
    'needs another slug: "all" is the feed of all articles': "要换一个 slug：“all”是全部文章的订阅",
    "another rule before it has the same name": "前面已有同名的规则",
    'its feed "{}" is that of rule "{}": give one of them a slug of its own': (
        "它的订阅“{0}”与规则“{1}”相同，请给其中一条另设 slug"
    ),
    "only excludes": "只有排除条件",
    "watches nothing": "没有要找的内容",
    "it needs keywords, cities or another thing to look for": "需要 keywords、cities 等要找的内容",
    "can never match: {}": "永远不会命中：{0}",
    "{} cannot be mentioned where {} is excluded": "排除了 {1}，就不可能提到 {0}",
    "no document is both {} and {}": "没有公文既是{0}又是{1}",
    "nothing is published after:{} and before:{}": "没有文章既符合 after:{0} 又符合 before:{1}",
    "the same is asked for and excluded": "要找的和排除的相同",
    'no time zone is called {}: expected a name such as "Asia/Shanghai"': (
        '没有叫“{0}”的时区，应当是 "Asia/Shanghai" 这样的名称'
    ),
    "it is that of the articles; feeds need one of their own": "与文章的目录相同，订阅要有自己的目录",
    "two directories have the same last name": "两个目录的最后一级同名",
    'expected "1s" or more': '应当不小于 "1s"',
    "[server] username and password: one is of no use without the other": "[server] username 和 password 要一起写",
    'expected a path such as "/watcher"': '应当是 "/watcher" 这样的路径',
    'expected ADDRESS:PORT, such as "127.0.0.1:8410"': '应当是 地址:端口，例如 "127.0.0.1:8410"',
    "expected a text, got {}": "应当是文字，而不是 {0}",
    "expected a list of texts: {}": "应当是文字的列表：{0}",
    "expected a list of texts, got {}": "应当是文字的列表，而不是 {0}",
    "expected a list of {}, got {}": "应当是 {0} 的列表，而不是 {1}",
    "expected true or false, got {}": "应当是 true 或 false，而不是 {0}",
    "expected a whole number of 0 or more, got {}": "应当是不小于 0 的整数，而不是 {0}",
    'expected a time such as "30s", "10m" or "2h", got {}': '应当是 "30s"、"10m"、"2h" 这样的时长，而不是 {0}',
    "expected at most {} days, got {}": "最长 {0} 天，而不是 {1}",
    'expected so many messages in a time, such as "20/1m", got {}': '应当是一段时间内的条数，例如 "20/1m"，而不是 {0}',
    'expected a size such as "250 KB" or "10 MB", got {}': '应当是 "250 KB"、"10 MB" 这样的大小，而不是 {0}',
    "expected a path, got {}": "应当是路径，而不是 {0}",
    "expected a directory, or a list of them": "应当是目录，或目录的列表",
    "expected an address that begins with http:// or https://, got {}": (
        "应当是以 http:// 或 https:// 开头的地址，而不是 {0}"
    ),
    'expected "env:NAME" or "file:PATH": secrets do not stand in the config itself': (
        '应当写成 "env:名称" 或 "file:路径"：密钥不直接写在配置里'
    ),
    'expected an address (https://…), "env:NAME" or "file:PATH"': (
        '应当是地址（https://…）、"env:名称" 或 "file:路径"'
    ),
    "nobody's home directory is {}": "没有 {0} 这个主目录",
    "expected {}, got {}": "应当是 {0}，而不是 {1}",
    '"{}" or "{}"': '"{0}" 或 "{1}"',
    "a table": "表",
    'expected "daily 09:00", "weekly mon 09:00" or an interval from "1m" to "1d" such as "15m", got {}': (
        '应当是 "daily 09:00"、"weekly mon 09:00" 或 "1m" 至 "1d" 的间隔，例如 "15m"，而不是 {0}'
    ),
    'expected hours such as "22:00-07:00", got {}': '应当是 "22:00-07:00" 这样的时段，而不是 {0}',
    'expected an e-mail address: "name@example.org" or "Name <name@example.org>"': (
        '应当是邮件地址："name@example.org" 或 "姓名 <name@example.org>"'
    ),
    'expected a list of e-mail addresses: ["name@example.org"]': '应当是邮件地址的列表：["name@example.org"]',
    "{} is larger than a template can be": "{0} 太大，不能作模板",
    "expected a template ({{ … }}) or the path of a file that is one: {}": (
        "应当是模板（{{{{ … }}}}）或模板文件的路径：{0}"
    ),
    "there is no {}": "没有 {0}",
    "{}, where an article is no document and has no notice": "{0}（文章不是公文、没有 notice 时）",
    "not a pattern: {}": "不是有效的通配模式：{0}",
    "this is not TOML: {}": "不是 TOML：{0}",
    "this is not UTF-8 but {}: save the file as UTF-8 (in an editor: Save as, Encoding)": (
        "不是 UTF-8，而是 {0}：请存为 UTF-8（编辑器里“另存为”，选编码）"
    ),
    "GBK, the old encoding of Chinese Windows": "GBK（中文 Windows 的旧编码）",
    "another encoding": "别的编码",
    "{} is a full-width {} (column {}): TOML needs {}": "{0} 是全角的{1}（第 {2} 列）：TOML 要用 {3}",
    "this": "这里",
    "space": "空格",
    "an ordinary one": "普通空格",
    "quote": "引号",
    "comma": "逗号",
    "bracket": "方括号",
    "equals sign": "等号",
    "hash sign": "井号",
    'a " is missing: a text begins and ends with one, on the same line': '少了一个 "：文字的首尾都要有，且在同一行',
    'a text needs quotes: "{}"': '文字要加引号："{0}"',
    "the [ on this line has no ] after it, or a comma is missing between two texts": (
        "这一行的 [ 后面没有 ]，或者两段文字之间少了逗号"
    ),
    r"a \ in a text has a meaning of its own: write / instead, or put the text in '…'": (
        r"文字里的 \ 另有含义：请改用 /，或把文字放在 '…' 里"
    ),
    "a key is followed by =, not by a colon": "键后面是 =，不是冒号",
    "expected true or false, in small letters, got {}": "应当是小写的 true 或 false，而不是 {0}",
    "{} is there already, on line {}": "{0} 已经写在第 {1} 行",
}
