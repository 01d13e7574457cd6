"""Everything the conversation says, in Chinese; the same keys and places to fill as `replies_en`."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "ask_song": "请先发送歌曲（MP3、WAV、M4A、AAC、OGG 或 FLAC），收到后我马上制作视频。",
    "ask_song_wished": "已记下；请发送歌曲（MP3、WAV、M4A、AAC、OGG 或 FLAC），然后说“开始”。",
    "greeting": "您好，请发送一首歌，并告诉我视频里要有什么。",
    "greeting_song": "您好，《{song}》已收到，请告诉我视频里要有什么，或者直接说“开始”。",
    "greeting_film": "您好，请告诉我要改什么，例如“副歌的光线更冷”。",
    "making": "正在为《{song}》制作视频：{length}，{style}，{aspect}，{quality}画质，需要{price}。{notes}",
    "cast": "主角就是 {names} 里的人。",
    "cut_in": "剪入画面的素材：{names}。",
    "words": "画面上的歌词取自 {names}。",
    "files_wait": "第一版不使用 {names}；完成后请告诉我放在哪里。",
    "made": "视频已完成：{shots}，{length}，{style}，{size}，用了{price}：{url}{notes}",
    "editing": "{said}{when}；正在重新渲染{shots}，需要{price}。",
    "editing_sound": "{said}{when}；正在重新合成视频，需要{price}。",
    "edited": "{said}{when}；重新渲染了{rendered}，其余保持不变，用了{price}：{url}{notes}",
    "edited_plan": "{said}{when}；说“开始”，我就用{price}制作整个视频。{notes}",
    "edited_quietly": "{said}{when}；画面不变，不收费。{notes}",
    "unchanged": "{said}{notes}",
    "rendering_film": "正在以{quality}画质渲染成片，不消耗积分。",
    "film_ready": "成片已就绪（{length}，{size}）：{url}{notes}",
    "no_film": "还没有完成的视频；说“开始”，我就用{price}制作。",
    "no_film_no_song": "还没有视频，请先发送歌曲。",
    "may_not_render": "当前方案不含成片文件；请在 {register} 注册后获取。",
    "may_not": "此令牌没有这个权限；请使用带有 {scope} 权限的令牌。",
    "busy": "这个视频还在制作中（{progress}）；说“取消”可以停止，或者等完成后再发一次。",
    "cancelling": "正在停止；还没渲染的部分不收费。",
    "nothing_runs": "现在没有任务在进行，无需取消。",
    "cancelled": "已停止；已完成的部分用了{price}，其余已退回。",
    "cancelled_edit": "已停止，视频恢复到修改之前；已完成的部分用了{price}。",
    "failed": "没有成功：{reason}没有收费。",
    "failed_paid": "没有成功：{reason}已完成的部分用了{price}。",
    "credits": "您有 {available} 积分，另有 {frozen} 积分预留给进行中的任务，已用 {spent} 积分。",
    "credits_free": "本机不收费；按价目表，到现在用了 {spent} 积分。",
    "quote": "{said}需要{price}（{shots}）；您有 {available} 积分。",
    "no_credits_guest": "这需要 {needed} 积分，您有 {available} 积分；请在 {register} 注册以获得更多积分。",
    "no_credits": "这需要 {needed} 积分，您有 {available} 积分；请充值后再发一次。",
    "status_empty": "这个会话里还没有歌曲，也没有视频；请发送一首歌。",
    "status_song": "《{song}》已收到，还没有视频；请告诉我视频里要有什么，或者直接说“开始”。",
    "status_running": "{timeline} 进行中：{progress}。",
    "status_running_bare": "进行中：{progress}。",
    "status": "{timeline}",
    "upload": "请把文件发送到本会话的上传地址，每个不超过 {megabytes} MB：歌曲、视频素材、照片或歌词。",
    "help": (
        "发送一首歌，说明视频里要有什么，然后用说话来修改："
        "“副歌的光线更冷”、“高潮处加标题 Neon Heart”、“第二段主歌剪得更快”、“撤销”。"
    ),
    "out_of_scope": "我只制作和修改音乐视频；请发送一首歌，或者告诉我要改什么。",
    "history": "到现在共有{count}：{entries}。",
    "history_none": "还没有任何修改。",
    "ours": "这边出了问题，没有收费；请再发一次。",
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "credits_one": " {count} 积分", "credits_many": " {count} 积分", "unmetered": "{credits}（本机不收费）",
    "shots_none": "0 个镜头", "shots_one": "1 个镜头", "shots_many": "{count} 个镜头", "versions": "{count} 个版本",
    "progress": "{stage}，{percent}%", "progress_left": "{stage}，{percent}%，大约还要 {left}", "waiting": "正在排队",
    "when": "（{clocks}）",
    "seconds": "{count} 秒", "minutes": "{count} 分钟", "version": "{number}“{words}”", "listed": "、",
    "preview": "预览", "draft": "标准", "final": "最终", "note": "注意：{note}",
}  # fmt: skip

STAGES: Final[dict[str, str]] = {
    "song": "读取歌曲", "photos": "查看照片", "footage": "查看素材",
    "audio analysis": "音频分析", "creative vision": "创意构思", "casting": "选角",
    "sequence planning": "段落规划", "shot specification": "镜头设计", "prompt engineering": "提示词",
    "image generation": "生成画面", "video generation": "生成视频", "titles": "字幕", "assembly": "合成",
}  # fmt: skip
"""The engine's names of its stages."""
