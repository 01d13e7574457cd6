/** A song looked at before it is sent: what the server would refuse is said at once. The server has the last word. */

import type { Choices } from "../wire";
import { clock } from "../timecode";
import { t } from "../words";

const SUFFIXES = ["mp3", "m4a", "wav", "aac", "ogg", "oga", "opus", "flac"];
const MB = 1e6;
const PATIENCE_MS = 4_000;

/** Why the file cannot be a film's song; null: nothing speaks against it. */
export async function refusalOf(file: File, limits: Choices["limits"] | undefined): Promise<string | null> {
  const suffix = file.name.toLowerCase().split(".").pop() ?? "";
  if (!SUFFIXES.includes(suffix)) return t("not_a_song", { name: file.name });
  if (file.size === 0) return t("empty_file", { name: file.name });
  if (!limits) return null;
  if (file.size > limits.max_song_mb * MB) return t("song_too_big", { mb: Math.ceil(file.size / MB), most: limits.max_song_mb });
  const length_s = await lengthOf(file);
  if (length_s === null) return null;
  if (length_s < limits.min_song_s) return t("song_too_short", { s: Math.floor(length_s), least: limits.min_song_s });
  if (length_s > limits.max_song_s) return t("song_too_long", { at: clock(length_s), most: clock(limits.max_song_s) });
  return null;
}

/** In seconds, as far as this browser can tell; null: it cannot, which says nothing about the song. */
function lengthOf(file: File): Promise<number | null> {
  const url = URL.createObjectURL(file);
  const audio = new Audio();
  return new Promise<number | null>((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS);
    audio.onloadedmetadata = () => resolve(Number.isFinite(audio.duration) ? audio.duration : null);
    audio.onerror = () => resolve(null);
    audio.preload = "metadata";
    audio.src = url;
  }).finally(() => URL.revokeObjectURL(url));
}
