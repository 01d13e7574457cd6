/** The engine's own names in Chinese. What is not in here is shown as it is called. */

export const NAMES_ZH: Record<string, string> = {
  city: "城市", highway: "公路", lake: "湖", mountains: "群山", forest: "森林", rooftop: "屋顶", beach: "海滩", desert: "沙漠",
  room: "房间", alley: "小巷", tunnel: "隧道", underwater: "水下", space: "太空", stage: "舞台", snowfield: "雪原", ruins: "废墟",
  flower_field: "花田", dawn: "黎明", day: "白天", golden: "金色时刻", dusk: "黄昏", night: "夜晚", clear: "晴", rain: "雨",
  snow: "雪", fog: "雾", dust: "尘", embers: "火星", petals: "花瓣", fireflies: "萤火虫", wide: "全景", medium: "中景",
  close: "近景", low: "低机位", high: "高机位", detail: "特写", hold: "固定", push_in: "推近", pull_out: "拉远",
  drift_left: "左移", drift_right: "右移", rise: "上升", sink: "下降", orbit: "环绕", handheld: "手持", cut: "直切",
  dissolve: "叠化", fade: "淡入", dip: "闪黑", whip: "甩镜", light_leak: "漏光", match: "匹配剪辑", title: "标题",
  caption: "字幕", lyric: "歌词", credit: "署名", intro: "前奏", verse: "主歌", "pre-chorus": "导歌", chorus: "副歌",
  bridge: "桥段", solo: "独奏", break: "间歇", outro: "尾奏", part: "部分", song: "歌曲",
  "audio analysis": "音频分析", "creative vision": "创意构想", casting: "选角", "sequence planning": "段落规划",
  "shot specification": "镜头规格", "prompt engineering": "提示词", "image generation": "图像生成",
  "video generation": "视频生成", assembly: "合成", titles: "文字", export: "导出", flash: "闪光", frozen: "定格",
  black: "黑场", flicker: "闪烁", teleport: "跳变", banding: "色带", blown_out: "过曝", lips: "口型",
  cinematic_realism: "电影写实", golden_hour: "金色时分", film_noir: "黑色电影", neo_noir: "新黑色", midnight_blue: "午夜蓝",
  cartoon_3d: "三维卡通", anime_shonen: "少年动画", watercolor_anime: "水彩动画", painterly_3d: "三维油画", low_poly_3d: "低多边形",
  claymation: "黏土动画", dynamic_anime: "动感动画", found_footage: "伪纪录", disposable_camera: "一次性相机", tilt_shift: "移轴",
  retro_open_world: "复古开放世界", cyberpunk: "赛博朋克", vaporwave: "蒸汽波", post_apocalyptic: "末世", liquid_chrome: "液态金属",
  top_left: "左上", top: "上", top_right: "右上", left: "左", middle: "中", right: "右", bottom_left: "左下", bottom: "下",
  bottom_right: "右下", small: "小", large: "大",
};
