/** What `/v1/projects/{id}/live` answers: all that a shot's picture is drawn with. */

import { get, projectPath } from "../api";

export type Value = number | number[] | number[][];

export type PassName =
  | "cones"
  | "figure"
  | "hit"
  | "shade"
  | "shade_figure"
  | "mirror"
  | "smear"
  | "spread"
  | "shrink_emission"
  | "shrink_light"
  | "blur"
  | "blur_last"
  | "surface"
  | "paint_sky"
  | "light_matter"
  | "develop"
  | "print";

export interface Drawn {
  place: string;
  programs: Record<PassName, number | null>;
  uniforms: Record<string, Value>;
  camera: { position: number[]; right: number[]; up: number[]; forward: number[]; focal: number };
  /** Six rows of 16 bit numbers: metres right, up, forward; shifts right, up; zoom over 1. */
  path: string;
  light: { hit: string; gain: string };
  print: string | null;
  left_out: string[];
}

export interface LiveShot {
  start: number;
  stop: number;
  /** null: a file of the user's, which is shown as it is. */
  drawn: Drawn | null;
}

export interface ProgramParts {
  defines: string[];
  pieces: string[];
}

export interface LiveFilm {
  version: number;
  frame_rate: [number, number];
  frames: number;
  metre_steps: number;
  share_steps: number;
  gain_steps: number;
  shots: LiveShot[];
  programs: ProgramParts[];
}

interface Piece {
  text: string;
  planned: string[];
}

export const liveFilm = (id: string, signal: AbortSignal) => get<LiveFilm>(projectPath(id, "/live"), signal);

/** Every program's source, put together of pieces that are fetched once each. */
export class Sources {
  private readonly pieces = new Map<string, Promise<Piece>>();

  constructor(
    private readonly id: string,
    private readonly signal: AbortSignal,
  ) {}

  async of(parts: ProgramParts): Promise<string> {
    const pieces = await Promise.all(parts.pieces.map((address) => this.piece(address)));
    const defines = parts.defines.map((name) => `#define ${name}\n`).join("");
    const planned = pieces.flatMap((piece) => piece.planned).join("\n");
    return `${HEAD}${defines}${pieces.map((piece) => piece.text).join("")}void plan() {\n${planned}\n}\n`;
  }

  private piece(address: string): Promise<Piece> {
    let found = this.pieces.get(address);
    if (!found) {
      found = get<Piece>(projectPath(this.id, `/live/pieces/${address}`), this.signal);
      this.pieces.set(address, found);
    }
    return found;
  }
}

const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
void plan();
uniform int FIRST;
`;

export const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
