/** What can be exported, in both languages. What is not in here is shown in the server's own words. */

import type { Language } from "../settings";

interface Told {
  name: string;
  what: string;
}

const SAME: Record<string, string> = {
  tiktok: "TikTok", reels: "Instagram Reels", shorts: "YouTube Shorts", youtube: "YouTube", canvas: "Spotify Canvas", gif: "GIF",
  webp: "WebP", prores: "ProRes 422 HQ", otio: "OpenTimelineIO", fcpxml: "Final Cut Pro", premiere: "Premiere Pro", edl: "EDL",
  capcut: "CapCut",
};

/** In each language: the name, where it is not the same in both, and what it is. */
const EN: Record<string, [string | null, string]> = {
  "release-pack": ["Release pack", "everything a release needs, in one folder"],
  tiktok: [null, "9:16, 3 s to 10 min"],
  reels: [null, "9:16, 3 s to 15 min"],
  shorts: [null, "9:16, up to 3 min"],
  youtube: [null, "16:9, the whole film"],
  square: ["Square", "1:1, for feeds"],
  portrait45: ["Portrait", "4:5, for feeds"],
  canvas: [null, "a loop of whole bars, 3 to 8 s"],
  teaser: ["Teaser", "the film's best seconds"],
  cover: ["Cover", "the film's best picture"],
  gif: [null, "its best seconds, small"],
  webp: [null, "its best seconds, sharper than GIF"],
  silent: ["Without sound", "the picture alone"],
  prores: [null, "for colour grading and cutting"],
  frames: ["Single frames", "every frame as PNG, the sound as WAV"],
  otio: [null, "DaVinci Resolve and others"],
  fcpxml: [null, "and DaVinci Resolve: clips, titles, markers"],
  premiere: [null, "clips, transitions, titles, markers"],
  edl: [null, "cuts and dissolves, for conforming"],
  capcut: [null, "a draft folder for CapCut or JianYing"],
  srt: ["Subtitles", "lyrics or captions as SRT"],
  lrc: ["Lyrics with times", "LRC, for players"],
  "markers-csv": ["Markers", "beats and sections as a table"],
};

const ZH: Record<string, [string | null, string]> = {
  "release-pack": ["发行套装", "发行所需的全部文件，放在一个文件夹里"],
  tiktok: [null, "9:16，3 秒到 10 分钟"],
  reels: [null, "9:16，3 秒到 15 分钟"],
  shorts: [null, "9:16，最长 3 分钟"],
  youtube: [null, "16:9，整部影片"],
  square: ["方形", "1:1，用于信息流"],
  portrait45: ["竖版", "4:5，用于信息流"],
  canvas: [null, "整小节循环，3 到 8 秒"],
  teaser: ["预告", "影片最精彩的几秒"],
  cover: ["封面", "影片最好的画面"],
  gif: [null, "最精彩的几秒，体积小"],
  webp: [null, "最精彩的几秒，比 GIF 清晰"],
  silent: ["无声版", "只有画面"],
  prores: [null, "用于调色和剪辑"],
  frames: ["逐帧图像", "每帧一张 PNG，声音为 WAV"],
  otio: [null, "达芬奇等软件"],
  fcpxml: [null, "也可用于达芬奇：片段、标题、标记"],
  premiere: [null, "片段、转场、标题、标记"],
  edl: [null, "直切与叠化，用于套底"],
  capcut: [null, "剪映或 CapCut 的草稿文件夹"],
  srt: ["字幕", "歌词或字幕，SRT"],
  lrc: ["带时间的歌词", "LRC，用于播放器"],
  "markers-csv": ["标记", "节拍和段落的表格"],
};

const TABLES: Record<Language, typeof EN> = { en: EN, zh: ZH };

export function exportTold(language: Language, key: string, what: string): Told {
  const [name, told] = TABLES[language][key] ?? [null, what];
  return { name: name ?? SAME[key] ?? key, what: told };
}
