"""Words that mean much alike, as one sign each for the intent model: it has seen too few messages to learn every word.

English alternatives are whole words, Chinese ones stand anywhere; both are regular expressions over plain words.
"""

import re
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "export": (
        "ex?port(?:ed|ing)?|expotr|exprot|downl\\w+|mp4|mov|deliver|finali[sz]e|save (?:it|the|this|to|my)|output|publish|"
        "final (?:cut|film|video|file|version|movie)|finished (?:film|video|file|cut)|ship it",
        "导出|下载|输出|汇出|出片|成片|成品|最终版|保存|存到|存下来",
    ),
    "send me": (
        "(?:send|give|hand|share|pass)\\b.{0,20}\\b(?:video|file|film|movie|mp4|link|it)",
        "发我|发给我|交给我|给我.{0,4}(?:文件|视频|影片|链接)|传给我|(?:视频|影片|文件|成品|成片).{0,2}给我",
    ),
    "credits": (
        "credits?|kredits?|(?:account )?balance|points|top ?up|tokens?|my account",
        "积分|余额|点数|充值|账户|额度",
    ),
    "price": (
        "afford|price|pricing|costs?|expensive|charged?|quote|pay|paid|spent|spend|fee|how much",
        "多少钱|多少分|费用|价格|花了|花多少|要多少|扣了|扣多少|贵",
    ),
    "status": (
        "status|staus|progress|state|eta|still (?:rendering|working|running|going)|how far|how long (?:until|till|will|does it)|"
        "minutes left|time left|is it (?:done|ready|finished)|are (?:we|you) (?:done|ready|there)|ready yet|done yet|"
        "finished? yet|did .{1,20} (?:finish|fail|work)|has .{1,20} (?:finished|failed)|(?:be|is) (?:ready|done|finished)|"
        "any news|how's|stage",
        "状态|进度|[好完][了成]?[吗没]|好了没|完成了|完了没|多久|多长时间|百分之几|到哪|哪一步|什么时候[能好]|第几|渲染[到完失]|卡住|还在",
    ),
    "contents": (
        "timeline|tracks?|list (?:all |the |my )?(?:shots|scenes|sections|texts|tracks)|show (?:me )?(?:the |all |my )?"
        "(?:draft|shots|sections|scenes|tracks|state|history|timeline)|in (?:the|my) project|(?:what|which) version|"
        "(?:which|how many|what) (?:shots|scenes|sections|cuts)|have we (?:changed|done)|edit history|current",
        "时间线|时间轴|轨道|列出|有哪些(?:镜头|轨道|段|场)|多少个镜头|哪些镜头|项目里|当前|目前|现在有|历史",
    ),
    "upload": (
        "u(?:pload|plaod)\\w*|import\\w*|attach\\w*|sending you|here(?:'s| is| are)|drop a|from my computer|to send you|"
        "give you|take (?:this|the|it)|receive|reference photos?|to the library",
        "上传|导入|传.{0,6}[歌图片件频乐曲材伴]|发给你|给你发|给你传|传给你|传上来|这是我的|附件|素材库|收一下",
    ),
    "file": (
        "mp3|wav|flac|m4a|aac|ogg|files?|photos?|pictures?|images?|clips|footage|stems|track|zip",
        "mp3|wav|flac|文件|照片|图片|参考图|素材|音频|附件",
    ),
    "make film": (
        "(?:make|create|generate|genrate|build|produce|start|turn|do|want|need|begin|let's)\\b.{0,40}"
        "\\b(?:videos?|mv|films?|clip|movie|teaser)|start (?:generating|making)|visuali[sz]e|new (?:video|film)|from scratch|"
        "generate|start over|brand new",
        "(?:做|生成|制作|创[建作]|来一|弄|出|要|配).{0,16}(?:mv|视频|影片|短片|片子|新片|预告片|画面|video)|开始(?:制作|生成|做)|"
        "做成视频|变成(?:视频|短片|影片)|从头做|mv",
    ),
    "for song": (
        "(?:for|from|of|out of|to|with|turn|using) (?:this|my|the|our|a)\\b.{0,16}\\b(?:song|track|single|"
        "mp3|audio|music|ballad)",
        "(?:这首|我的|新|这段)(?:歌|音乐|曲)|单曲|新歌|音频|用刚",
    ),
    "part": (
        "chorus\\w*|verses?|pre-?chorus\\w*|intro|outro|bridge|solo|drop|build|break|hook|shots?|scenes?|takes?|titles?|captions?|"
        "cuts?|first half|last half|ending|\\d+:\\d\\d|seconds",
        "副歌|主歌|前奏|尾奏|桥段|独奏|间奏|导歌|镜头|标题|切点|高潮|开头|结尾|\\d+:\\d\\d|秒|半段",
    ),
    "change": (
        "redo|remake|re-?render|regenerate|reshoot|add|remove|delete|swap|merge|split|lock|unlock|undo|move|insert|mute|fade|crop|"
        "change|replace|turn|switch|rename|restore|revert|set|put|use|cut|slow\\w*|fast\\w*|louder|quieter|brighter|darker|"
        "warmer|colder|cooler|bluer|more|less|bigger|smaller|again|instead|without|hide|restyle|recolou?r",
        "重做|重新|再来|换|改|加|删|去掉|合并|拆|锁|撤|移|插入|静音|淡[入出]|快|慢|亮|暗|暖|冷|大一?点|小一?点|再|变|用|调|不要|"
        "关掉|恢复|复原|还原|退回|回到",
    ),
    "look": (
        "light\\w*|colou?rs?|palette|contrast|saturation|black and white|sepia|monochrome|rain|snow|fog|night|dawn|dusk|"
        "close-?ups?|wide|zoom|pan|motion|style|anime|noir|cyberpunk|claymation|vaporwave|volume|bgm|loud|subtitles|lyrics|landscape|portrait|"
        "square|vertical|16:9|9:16|1:1|4:5|neon|golden hour",
        "灯|光|色|对比|饱和|黑白|雨|雪|雾|夜|日出|黄昏|特写|全景|推近|拉远|运动|动感|风格|动漫|音量|音乐|歌词|字幕|横屏|竖屏|方形|霓虹",
    ),
    "asks": (
        "what|which|where|who|why|when|how|is (?:it|there|the|this)|are (?:there|you)|does|do (?:i|you)|can i",
        "吗|呢|什么|哪|怎么|怎样|如何|几|多少|为何|谁|能不能|可不可以|是不是",
    ),
    "how": (
        "how (?:do|does|can|to|would|could|should|might)|way to|tell me how|show me how|teach me",
        "怎么|怎样|如何|咋",
    ),
    "help": (
        "help|hlep|explain|mean|tutorials?|instructions?|guide|support(?:ed|s)?|difference|commands?|options?|possible|"
        "(?:can|could) you (?:do|say|help)|styles are|styles do|which styles|can i (?:say|ask|use)|is there|are there|"
        "don't understand|lost|faq|manual|documentation|where (?:is|do|are|can)|maximum|limit|what happens|why",
        "帮助|帮帮|教程|说明|什么意思|是什么|什么[是叫]|支持|区别|不懂|不会用|有什么|有哪些|有几种|在哪|能做|会做|怎么用|功能|"
        "介绍|为什么|可以.{1,8}吗|能不能|列表|最长|最多|需要.{1,6}吗|有什么用|算的|讲讲怎么",
    ),
    "thanks": (
        "thanks?|thx|ty|cheers|appreciate|love|beautiful|great|nice|awesome|perfect|cool|amazing|wow|lol|haha\\w*|lovely|gorgeous|"
        "funny|good (?:job|work)|well done|looks good|excited|happy|brilliant|sweet|rock|wonderful|stunning",
        "谢|喜欢|太[棒美好]|不错|真[棒好]|哈哈|呵呵|嘿嘿|厉害|辛苦|好[看美棒]|完美|赞|牛|开心|超出",
    ),
    "greeting": (
        "hi|hello|hey|good (?:morning|evening|night|afternoon)|bye|goodbye|see you|gm|how are you|what's up|your name|"
        "who are you|are you (?:a|an) \\w+",
        "你好|您好|嗨|哈喽|早上好|早安|晚[上安]好?|下午好|再见|拜拜|你是谁|你叫|你是机器人|今天过得",
    ),
    "filler": (
        "ok|okay|alright|sure|yes|yep|yeah|no|nope|nah|fine|hmm+|well|wait|hold on|maybe|later|never ?mind|forget it|nothing|"
        "just a (?:sec|second|moment)|let me (?:think|see|check)|not (?:sure|yet)|sorry|my bad|interesting|i see|"
        "got it|don't know",
        "^(?:好|好的|嗯+|行|可以|没事|算了|不用了?|等等|稍等|等一下|哦|是的|对|不)|让我想想|我想想|再看看|以后再说|先这样|不好意思|"
        "没关系|有意思|不确定",
    ),
    "world": (
        "weather (?:today|in|tomorrow|like)|tomorrow|poem|essay|emails?|pizza|python|javascript|code|president|capital|translate|"
        "stocks?|bitcoin|restaurant|hotel|tickets?|alarm|remind|call (?:my )?(?:mom|mother)|recipe|cook\\w*|joke|news|website|"
        "homework|article|doctor|world cup|cv|resume|holiday|flights?|spotify|account for me|tweet|logo|everest|kitchen|medical|"
        "math|solve|japanese|french|spanish|german|landlord|boss|football|airport|lose weight|miles|euros?|dollars?|taxi|uber|"
        "flowers|excel|spreadsheet|powerpoint|presentation|telephone|hamlet|meaning of life|wifi|movie (?:to|for)|"
        "bake|bread|sushi|guitar|my car|taxes|netflix|password|phone|chess|timer|grammar|quantum|novel|contract|thesis|haiku|"
        "cover letter|near me|nearby|last night|game|election|"
        "what time is it|born|invented|population|election|dinner|birthday|book (?:a|me)",
        "天气|诗|作文|邮件|外卖|代码|总统|首都|翻译|股[票价市]|比特币|餐厅|酒店|机票|火车票|闹钟|提醒我|打电话|笑话|新闻|网站|"
        "作业|文章|世界杯|简历|旅行|旅游|好吃|微博|账号上|几点|歌剧|红烧|机场|头疼|药|晚饭|午饭|电影推荐|推荐|人生|logo|日语|英文|英语|"
        "面包|寿司|吉他|修车|空调|密码|下棋|游戏|语法|量子|小说|合同|求职|附近|昨晚|骰子|歌单|圆周率|股市|高铁|"
        "法语|谁发明|订花|excel|表格|ppt|光速|公里|演讲|叫车|打车|足球|历史上|多高|等于|明天",
    ),
    "write song": (
        "(?:write|compose|sing|remix|master|mix|produce)\\b.{0,20}\\b(?:song|lyrics|beat|melody)|key of|bpm|voice clone",
        "[写唱作].{0,6}(?:首|歌|曲|词)|混音|编曲|改.{0,4}调$|作曲",
    ),
}  # fmt: skip

CONCEPTS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(rf"\b(?:{english})\b|{chinese}") for name, (english, chinese) in _WORDS.items()
}
"""Name → what finds it in plain words."""

SAID_OF_ANYTHING: Final = frozenset({"asks", "how", "change", "world", "write song", "send me"})
"""Concepts by which nobody can tell that a film is meant."""
