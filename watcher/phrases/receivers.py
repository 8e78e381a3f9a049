"""What came of sending, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

RECEIVERS: Mapping[str, str] = {
    "no answer within {} seconds": "{0} 秒内没有回应",
    "the channel's address is not valid": "渠道的地址不对",
    "{} cannot be reached: {}": "连不上 {0}：{1}",
    "the address": "这个地址",
    "the service": "这个服务",
    "could not be sent, which is a fault of watcher: {}": "没能发出，这是 watcher 自身的错误：{0}",
    "watcher ended before an answer came": "还没等到回应，watcher 就退出了",
    "this message alone: `watcher alerts retry` sends it again": "只涉及这一条，可以用 `watcher alerts retry` 重发",
    "the address answers with a redirect: configure where it leads": "这个地址会跳转，请改为跳转后的地址",
    "redirects are not followed: configure the address where it leads": "不跟随跳转，请改为跳转后的地址",
    "check the channel's url and what the receiver expects": "请检查渠道的 url，以及接收方要求的格式",
    "the receiver wants no more: remove the channel or its url": "接收方不再接收，请删去这个渠道或它的 url",
    "the secret is not whsec_ and base64 of 24 to 64 bytes": "secret 应当是 whsec_ 加上 24 至 64 字节的 base64",
    "the environment variable {} is not set": "环境变量 {0} 没有设置",
    "the secret's file {} cannot be read: {}": "读不到存放密钥的文件 {0}：{1}",
    "the secret's file {} is empty": "存放密钥的文件 {0} 是空的",
    "check the url": "请检查 url",
    "check the url: the bot does not exist": "请检查 url：机器人不存在",
    "check the url: its access_token is not known": "请检查 url：其中的 access_token 无效",
    "check the url: its key is not known": "请检查 url：其中的 key 无效",
    "check the url: http://HOST:8000/notify/KEY, and that the key's configuration exists": (
        "请检查 url 是否形如 http://HOST:8000/notify/KEY，以及这个 KEY 有没有配置"
    ),
    "check the secret, and this machine's clock": "请检查 secret 和本机的时钟",
    "check the secret, this machine's clock and the robot's list of allowed addresses": (
        "请检查 secret、本机的时钟和机器人的 IP 白名单"
    ),
    "add this machine's address to the bot's allowed list": "请把本机的地址加进机器人的 IP 白名单",
    "the bot wants a keyword that this message lacks: let it check the signature instead": (
        "机器人要求的关键词不在消息里，请改用签名校验"
    ),
    "the robot wants a keyword that this message lacks: let it check the signature instead": (
        "机器人要求的关键词不在消息里，请改用加签"
    ),
    "the robot is switched off: switch it on in the group": "机器人已停用，请在群里启用",
    "the group no longer exists": "群已不存在",
    "the robot was removed from the group": "机器人已被移出群",
    "the robot is not in the group": "机器人不在群里",
    "the webhook was deleted: make a new one and set url": "webhook 已被删除，请新建一个并更新 url",
    "the webhook or its channel is gone: make a new one and set url": (
        "webhook 或它的频道已不存在，请新建一个并更新 url"
    ),
    "the workflow was deleted, switched off or belongs to somebody who left: make a new one and set url": (
        "工作流已被删除、停用，或其所有者已离开，请新建一个并更新 url"
    ),
    "HTTP 202: the workflow took it and posts it in its own time": "HTTP 202：工作流已收下，由它稍后发布",
    'the group has a new number: set chat = "{}"': '群号变了，请改为 chat = "{0}"',
    "check the token, and that the bot is a member of the chat": "请检查 token，以及机器人是否在聊天里",
    "check the token and that it may write to this topic": "请检查 token，以及它能否写入这个主题",
    "check the token, and that its user has joined the room": "请检查 token，以及它的用户是否已加入房间",
    "check the addresses in to": "请检查 to 里的地址",
    "check the addresses in to and sender": "请检查 to 和 sender 里的地址",
    "check username and password": "请检查 username 和 password",
    "SMTP {} not taken for {}": "SMTP {0} 有收件人未被接受：{1}",
    "this is not Slack's answer: check the url": "这不是 Slack 的回应，请检查 url",
    "this is not Discord's answer: check the url": "这不是 Discord 的回应，请检查 url",
    "this is not ntfy's answer: check the url": "这不是 ntfy 的回应，请检查 url",
    "this is not Telegram's answer: check server": "这不是 Telegram 的回应，请检查 server",
    "this is not a homeserver's answer: check server": "这不是 Matrix 服务器的回应，请检查 server",
    "printed": "已打印",
    "an address of Apprise's own needs its package: pip install 'notice-watcher[apprise]'": (
        "Apprise 自己的地址需要安装它的软件包：pip install 'notice-watcher[apprise]'"
    ),
    "Apprise knows no service of such an address": "Apprise 不认识这样的地址",
    "Apprise could not pass it on, and does not tell why": "Apprise 没能转发，也没有说明原因",
    "Apprise passed it on; whether it arrived, it does not tell": "Apprise 已转发，是否送达它没有说明",
}
