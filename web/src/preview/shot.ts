/** A shot unpacked: what it sets, and where its camera and light are on each frame. */

import { flattened, type Rect, type Uniforms } from "./gpu";
import { bytesOf, type Drawn, type LiveFilm } from "./wire";

type Vec = readonly number[];

const plus = (a: Vec, b: Vec, share: number) => a.map((value, index) => value + share * (b[index] as number));
const dot = (a: Vec, b: Vec) => a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);

const MARGIN_PX = 3;

export interface Size {
  width: number;
  height: number;
}

/** Where the camera is on one frame. */
export interface Pose {
  position: number[];
  focal: number;
  /** How far the picture is turned aside, in frame heights, right and up. */
  shift: [number, number];
  aside: [number, number];
}

export class ShotValues {
  readonly uniforms: Uniforms;
  readonly print: Uint8Array | null;
  private readonly path: Int16Array;
  private readonly hit: Uint8Array;
  private readonly gain: Uint8Array;
  private readonly frames: number;

  constructor(
    readonly drawn: Drawn,
    private readonly film: Pick<LiveFilm, "metre_steps" | "share_steps" | "gain_steps">,
  ) {
    this.uniforms = Object.fromEntries(Object.entries(drawn.uniforms).map(([name, value]) => [name, flattened(value)]));
    this.path = new Int16Array(bytesOf(drawn.path).buffer);
    this.hit = bytesOf(drawn.light.hit);
    this.gain = bytesOf(drawn.light.gain);
    this.frames = this.hit.length;
    this.print = drawn.print === null ? null : withAlpha(bytesOf(drawn.print));
  }

  pose(frame: number): Pose {
    const at = Math.max(0, Math.min(this.frames - 1, frame));
    const row = (index: number, steps: number) => (this.path[index * this.frames + at] ?? 0) / steps;
    const { camera } = this.drawn;
    const { metre_steps, share_steps } = this.film;
    const [right, up, forward] = [0, 1, 2].map((index) => row(index, metre_steps)) as [number, number, number];
    const position = plus(plus(plus(camera.position, camera.right, right), camera.up, up), camera.forward, forward);
    return {
      position,
      focal: camera.focal * (1 + row(5, share_steps)),
      shift: [row(3, share_steps), row(4, share_steps)],
      aside: [(right * camera.focal) / 2, (up * camera.focal) / 2],
    };
  }

  /** How far a frame is struck by a beat, 0..1, and its exposure. */
  light(frame: number): { struck: number; gain: number } {
    const at = Math.max(0, Math.min(this.frames - 1, frame));
    return { struck: (this.hit[at] ?? 0) / 255, gain: (this.gain[at] ?? 0) / this.film.gain_steps };
  }

  /** Where the performer's box is on the picture; null: somewhere out of it. */
  figure(pose: Pose, { width, height }: Size): Rect | null {
    const { camera, uniforms } = this.drawn;
    const [centre, half, feet] = ["BBC", "BBH", "FPOS"].map((name) => uniforms[name] as number[]) as [number[], number[], number[]];
    const turn = uniforms["FYAW"] as number;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let corner = 0; corner < 8; corner++) {
      const own = centre.map((value, axis) => value + (half[axis] as number) * (corner & (1 << axis) ? 1 : -1));
      const [x, y, z] = own as [number, number, number];
      // The inverse of `toFig` in performer.glsl.
      const away = [x * cos - z * sin, y, x * sin + z * cos].map((v, axis) => v + (feet[axis] as number) - (pose.position[axis] as number));
      const depth = dot(away, camera.forward);
      if (depth < 0.1) return [0, 0, width, height];
      const [px, py] = this.place(away, depth, pose, { width, height });
      [left, right, bottom, top] = [Math.min(left, px), Math.max(right, px), Math.min(bottom, py), Math.max(top, py)];
    }
    const x0 = Math.max(0, Math.floor(left) - MARGIN_PX);
    const y0 = Math.max(0, Math.floor(bottom) - MARGIN_PX);
    const x1 = Math.min(width, Math.ceil(right) + MARGIN_PX);
    const y1 = Math.min(height, Math.ceil(top) + MARGIN_PX);
    return x1 > x0 && y1 > y0 ? [x0, y0, x1 - x0, y1 - y0] : null;
  }

  /** The painted sun's pixel and whether it is before the camera. */
  sun(pose: Pose, size: Size): { at: [number, number]; seen: number } {
    const toward = this.drawn.uniforms["PAINTED_SUN"] as number[];
    const depth = dot(toward, this.drawn.camera.forward);
    return depth > 0.05 ? { at: this.place(toward, depth, pose, size), seen: 1 } : { at: [0, 0], seen: 0 };
  }

  private place(away: Vec, depth: number, pose: Pose, { width, height }: Size): [number, number] {
    const { right, up } = this.drawn.camera;
    const scale = (pose.focal * height) / (2 * depth);
    return [
      width / 2 + dot(away, right) * scale - pose.shift[0] * height,
      height / 2 + dot(away, up) * scale - pose.shift[1] * height,
    ];
  }
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  rgb.forEach((value, index) => (rgba[Math.floor(index / 3) * 4 + (index % 3)] = value));
  return rgba;
}
