/** What the server tells the page, as faces/mcp/app_view.py writes it. Times are frames of the film's grid, half-open. */

export interface Section {
  id: string;
  label: string;
  start: number;
  stop: number;
  intent: string;
}

export interface Shot {
  section: string;
  start: number;
  stop: number;
  place: string;
  time_of_day: string;
  weather: string;
  framing: string;
  camera: string;
  motion: number;
  take: number;
  takes: number;
  locked: boolean;
  on_beat: boolean;
  still: string | null;
}

export interface Draft {
  version: number;
  style: string;
  width: number;
  height: number;
  rate: number;
  frames: number;
  beats: number[];
  downbeats: number[];
  sections: Section[];
  shots: Shot[];
  warnings: string[];
}

export interface Film {
  item_id: string;
  version: number;
  quality: string;
  duration_s: number;
  width_px: number;
  height_px: number;
  size_bytes: number;
  url: string | null;
  path: string | null;
}

export interface Job {
  id: string;
  kind: string;
  state: string;
  stage: string;
  percent: number;
  seconds_left: number | null;
}

export interface View {
  project: { id: string; name: string };
  draft: Draft | null;
  past: number;
  future: number;
  last_words: string;
  film: Film | null;
  job: Job | null;
  failed: { kind: string; state: string; error: string } | null;
  available: number;
  charged: boolean;
  may_write: boolean;
}

/** What tools that make or change a film answer (faces/mcp/answers.py); what says nothing is left out. */
export interface JobAnswer {
  project_id: string;
  job_id?: string;
  state: string;
  kind?: string;
  stage?: string;
  percent?: number;
  seconds_left?: number;
  version?: number;
  price_credits?: number;
  charged?: boolean;
  preview?: boolean;
  changed?: string[];
  shots?: number[];
  notes?: string[];
}
