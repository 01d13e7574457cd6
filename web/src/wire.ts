/** What the server's calls under /v1/ answer, as far as this page reads it. */

export type Aspect = "9:16" | "16:9" | "1:1" | "4:5";
export type Quality = "preview" | "draft" | "final";

export interface Section {
  id: string;
  label: string;
  letter: string;
  start: number;
  stop: number;
  intent: string;
}

export interface Shot {
  id: string;
  section: string;
  scene: string;
  start: number;
  stop: number;
  take: number;
  takes: number;
  locked: boolean;
  on_beat: boolean;
  off_beat_reason: string | null;
  transition: string;
  transition_frames: number;
  framing: string;
  camera: string;
  motion: number;
  pose: string | null;
  prompt: string;
  style: string | null;
  media: string | null;
  still: string | null;
}

export interface Scene {
  place: string;
  time_of_day: string;
  weather: string;
  description: string;
}

export interface TextItem {
  id: string;
  text: string;
  start: number;
  stop: number;
  role: "title" | "caption" | "lyric" | "credit";
  place: string;
  size: string;
  colour: string;
  /** Of lyrics: how they are lettered. */
  style?: string | null;
}

export interface AudioItem {
  id: string;
  source: string;
  start: number;
  stop: number;
  gain_percent: number;
}

export interface Draft {
  version: number;
  frame_rate: [number, number];
  frames: number;
  aspect: Aspect;
  style: string;
  prompt: string;
  performer: string | null;
  sections: Section[];
  scenes: Record<string, Scene>;
  shots: Shot[];
  texts: TextItem[];
  audio: AudioItem[];
  media: Record<string, { name: string; kind: string }>;
  warnings: string[];
}

export interface Step {
  version: number;
  words: string;
  said: string;
  at: string;
}

export interface Film {
  job_id: string;
  item_id: string;
  url: string;
  version: number | null;
  width_px: number;
  height_px: number;
  duration_s: number;
  quality: Quality;
}

export interface FileLink {
  id: string;
  name: string;
  size: number;
  media_type: string;
  url: string;
}

export interface Job {
  id: string;
  project_id: string;
  kind: "make" | "edit" | "export";
  state: "queued" | "running" | "completed" | "failed" | "cancelled";
  stage: string;
  done: number;
  total: number;
  seconds_left: number | null;
  error: string | null;
  price: number;
  made_at: number;
  notes: string[];
  profile: string | null;
  files: FileLink[];
}

export interface Balance {
  available: number;
  frozen: number;
  total: number;
}

export interface View {
  project: { id: string; name: string; song_id: string | null };
  draft: Draft | null;
  history: { past: number[]; future: number[]; steps: Step[] };
  films: Film[];
  /** The song itself, for a preview while there is no film. */
  song_url: string | null;
  running: Job | null;
  failed: Job | null;
  balance: Balance;
  charged: boolean;
  prices: { film: number; image: number; clip: number; export: number };
  may: string[];
}

export interface Analysis {
  duration_s: number;
  tempo_bpm: number;
  metre: string;
  beats_s: number[];
  downbeats_s: number[];
  beats_per_bar: number;
  sections: { start_s: number; end_s: number; label: string; letter: string }[];
  events: { kind: string; start_s: number; end_s: number; strength: number }[];
  vocals: [number, number][];
  rate_hz: number;
  /** 0 to 1, `rate_hz` values a second. */
  curves: Record<CurveName, Float32Array>;
}

export type CurveName =
  | "energy"
  | "section_energy"
  | "low"
  | "mid"
  | "high"
  | "onset"
  | "kick"
  | "snare"
  | "brightness"
  | "vocal";

/** As it travels: curves and peaks are bytes in base64. */
export type Sent<T> = Omit<T, "curves" | "peaks"> & { curves: Record<CurveName, string>; peaks?: string };

export interface Sound extends Analysis {
  peaks_hz: number;
  /** 0 to 255, `peaks_hz` values a second. */
  peaks: Uint8Array;
}

const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** What was heard, with its curves unpacked. */
export function unpacked<T extends Analysis>(sent: Sent<T>): T {
  const curves = Object.fromEntries(
    Object.entries(sent.curves).map(([name, text]) => [name, Float32Array.from(bytesOf(text), (value) => value / 255)]),
  );
  return { ...sent, curves, ...(sent.peaks === undefined ? {} : { peaks: bytesOf(sent.peaks) }) } as unknown as T;
}

export interface Take {
  number: number;
  version: number;
  still: string | null;
  prompt: string;
  framing: string;
  camera: string;
  motion: number;
  style: string | null;
}

/** Which part of a film an edit is about; all empty: the whole of it. */
export interface Target {
  shots?: number[];
  sections?: string[];
  ranges_s?: [number, number][];
}

export interface Edit {
  edit: string;
  target?: Target;
  changes?: Record<string, unknown>;
}

export interface Edited {
  said: string[];
  notes: string[];
  changed: boolean;
  version: number;
  shots: number[];
  images: number;
  clips: number;
  credits: number;
  free_items: number;
  job_id: string | null;
}

export interface Said {
  id: string;
  text: string;
  reply: string | null;
  at: number;
}

export interface Fault {
  kind: string;
  start_s: number;
  end_s: number;
  shot_number: number;
  why: string;
}

export interface CheckReport {
  stability: number;
  sync: Record<string, unknown>;
  shots: { number: number; score: number; start_s: number; end_s: number }[];
  verdict: { broadcast_usable: boolean; why_not: string[] };
  notes: string[];
  [kind: string]: unknown;
}

export interface Style {
  key: string;
  name: string;
  description: string;
  words: string[];
  palette: string[];
}

export interface LyricStyle {
  key: string;
  name: string;
  name_zh: string;
  description: string;
}

export interface Choices {
  styles: Style[];
  lyric_styles: LyricStyle[];
  qualities: { name: Quality; width_px: number; height_px: number }[];
  profiles: { name: string; kind: string; what: string; aspect: Aspect | null }[];
  timelines: { name: string; suffix: string; what: string }[];
  prices: { film: number };
  charged: boolean;
  balance: Balance;
  limits: { min_song_s: number; max_song_s: number; max_song_mb: number; max_photo_mb: number };
}

export interface Item {
  id: string;
  kind: string;
  name: string;
  size: number;
  media_type: string;
  facts: Record<string, unknown>;
  made_at: number;
  url: string;
}

export interface Character {
  id: string;
  name: string;
  photos: Item[];
}

export interface Listed {
  id: string;
  name: string;
  changed_at: number;
  duration_s: number | null;
  style: string | null;
  has_film: boolean;
  running: Job | null;
}

/** One scene of a scene map, as it is written; fields that are not named here travel along untouched. */
export interface MapScene {
  start: string;
  end: string;
  section?: string;
  description?: string;
  motion?: number;
  place?: string;
  time_of_day?: string;
  weather?: string;
  [field: string]: unknown;
}

export interface Treatment {
  style: string;
  logline: string;
  rhythm: string;
  motifs: string[];
  palette: { name: string; hex: string }[];
  sections: { section: string; intent: string }[];
  scenes: MapScene[];
  shots: number;
  warnings: string[];
}
