"""Files that cannot be read, what is odd about those that can, and what goes wrong with our own."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "what is under way has taken more than an hour": "正在进行的这次扫描已超过一小时",
    # articles that cannot be read
    "is empty": "空文件",
    "is {} MB, more than [articles] max_size = {} MB allows": "大小为 {0} MB，超过 [articles] max_size 允许的 {1} MB",
    "is no regular file": "不是普通文件",
    "is a link to a folder; [articles] follow_links = true reads it": (
        "是指向文件夹的链接，设 [articles] follow_links = true 才会读取"
    ),
    "is a link that leads out of the directory; [articles] follow_links = true reads it": (
        "是指向目录之外的链接，设 [articles] follow_links = true 才会读取"
    ),
    "is a link to nowhere: {}": "是失效的链接：{0}",
    "cannot be looked at: {}": "无法查看：{0}",
    "cannot be read: {}": "无法读取：{0}",
    "this folder cannot be listed: {}": "无法列出这个文件夹：{0}",
    "the article directory {} cannot be read: {}": "文章目录 {0} 无法读取：{1}",
    "could not be understood, which is a fault of watcher: {}": "没能读懂，这是 watcher 自身的错误：{0}",
    "binary data: a NUL byte at offset {}": "是二进制数据：第 {0} 字节处是 NUL",
    "binary data: mostly control characters": "是二进制数据：大部分是控制字符",
    "a process that read articles was ended from outside, perhaps for want of memory; what was read before is stored, "
    "and the next pass goes on from there": (
        "读取文章的进程被外部结束，可能是内存不足；已读取的都已保存，下次扫描接着进行"
    ),
    # what is odd about those that can
    "no byte order mark: read as {}": "没有字节顺序标记，按 {0} 读取",
    "not UTF-8: read as {}": "不是 UTF-8，按 {0} 读取",
    "not UTF-8: read as {}, a guess": "不是 UTF-8，猜测是 {0}，并据此读取",
    "line {}: not UTF-8 throughout; characters that could not be read: {}": (
        "第 {0} 行：并非全是 UTF-8，有 {1} 个字符读不出来"
    ),
    "line {}: {}": "第 {0} 行：{1}",
    "line {}: {}; read line by line": "第 {0} 行：{1}；已逐行读取",
    "line {}: no key; read as the title": "第 {0} 行：没有键，当作标题",
    "line {}: not the first title; that of line {} is taken": "第 {0} 行：不是第一个标题，采用第 {1} 行的标题",
    'line {}: a front matter without "---" before it': "第 {0} 行：元数据前面缺少“---”",
    "line {}: the front matter has no end, the body is taken to begin here": (
        "第 {0} 行：元数据没有结束标记，正文视为从这里开始"
    ),
    'line {}: "{}" ends the front matter': "第 {0} 行：元数据以“{1}”结束",
    'line {}: "{}" is no date': "第 {0} 行：“{1}”不是日期",
    "the date {} lies ahead; the article is dated when it was first seen": (
        "日期 {0} 还没有到，文章改用首次见到的时间"
    ),
    "a merge conflict, both sides are read": "有未解决的合并冲突，两边的内容都读取",
    'no ":" in "{}", left out': "“{0}”里没有冒号，略去",
    'no ":" after "{}"': "“{0}”后面没有冒号",
    '"{}" for ":" after "{}"': "“{1}”后面应当用“:”，而不是“{0}”",
    "a tab for spaces": "应当用空格缩进，而不是制表符",
    'no space after "-"': "“-”后面缺少空格",
    'no space after "{}:"': "“{0}:”后面缺少空格",
    'the quotes of "{}" do not match': "“{0}”的引号不配对",
    '": " in the value of "{}", which has no quotes': "“{0}”的值里有冒号，需要加引号",
    'the value of "{}" begins with "{}" and has no quotes': "“{0}”的值以“{1}”开头，需要加引号",
    "no keys": "没有键",
    "a second document": "有第二份文档",
    "a key that is no text": "有的键不是文字",
    "more than {} levels": "嵌套超过 {0} 层",
    "too many levels": "嵌套太多",
    "more than {} characters of TOML": "TOML 超过 {0} 个字符",
    "characters that YAML does not allow": "有 YAML 不允许的字符",
    "not YAML": "不是 YAML",
    "not JSON": "不是 JSON",
    # the store and the feeds
    "the store {} cannot be opened: {}": "存储文件 {0} 打不开：{1}",
    "the store {} cannot be read: {}": "存储文件 {0} 无法读取：{1}",
    "the store {} cannot be written: {}": "存储文件 {0} 无法写入：{1}",
    "the store {} is of another version of watcher, and may not be written: copy it to a folder of your own and name "
    "that in [store] path": (
        "存储文件 {0} 属于另一个版本的 watcher，且不可写：请复制到自己的文件夹，并在 [store] path 里写明"
    ),
    "the store's lock {} cannot be opened: {}": "存储的锁文件 {0} 打不开：{1}",
    "the store {} is in use by {}; stop it first, or name another store": (
        "存储文件 {0} 正由 {1} 使用：请先停下它，或改用别的存储文件"
    ),
    "watcher (process {})": "watcher（进程 {0}）",
    "another process": "别的进程",
    "cannot write {}: {}": "无法写入 {0}：{1}",
    "cannot remove {}: {}": "无法删除 {0}：{1}",
    "{} is not a path below the feed directory": "{0} 不在订阅目录之内",
}
