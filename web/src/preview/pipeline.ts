/**
 * One frame of one shot, in passes: what rays meet, what that is made of, what it mirrors, what lamps throw on it, its light, its
 * film, its print. The programs are the engine's (`rendering/live/glsl`); here is only their order and what they draw into.
 */

import type { Gpu, Program, Rect, Target, Textures, Uniforms } from "./gpu";
import type { Pose, ShotValues, Size } from "./shot";
import type { PassName } from "./wire";

/** Pixels along a side of the blocks for which rays' starts are found. */
const BLOCK_PX = 8;
const MIRROR_STEP_PX = 2;
const FAR_M = 400;
/** Height of the small pictures that spill and glow are blurred in. */
const SMALL_PX = 120;
/** Widths of spilling light, as shares of the frame's height: as `spill_map` in lighting.py, whose canvas is larger by 1.16. */
const SPILL_WIDTHS = [0.0125 * 1.16, 0.05 * 1.16] as const;
const SPILL_SHARES = [0, 0.8, 2.2];
/** The same of glow, as `drawing/glow.py` has them; its core is finer than a pixel here. */
const GLOW_WIDTHS = [15 / 960, 52 / 960] as const;
const GLOW_SHARES = [0.45, 0.3, 0.25];
const UNITS = 960;

export type Programs = Record<PassName, Program | null>;

export interface Moment {
  /** Of the film. */
  frame: number;
  film_s: number;
  pose: Pose;
  struck: number;
  gain: number;
}

export class Pipeline {
  private readonly size: Size;
  private readonly small: Size;
  private readonly targets: Record<string, Target> = {};
  private shown: [Target, Target];
  private readonly page: Target;
  private printTable: { of: Uint8Array; texture: WebGLTexture } | null = null;

  constructor(
    private readonly gpu: Gpu,
    size: Size,
  ) {
    this.size = size;
    const { width, height } = size;
    this.small = { width: Math.max(8, Math.round((SMALL_PX * width) / height)), height: SMALL_PX };
    const blocks = { width: Math.ceil(width / BLOCK_PX), height: Math.ceil(height / BLOCK_PX) };
    const mirror = { width: Math.ceil(width / MIRROR_STEP_PX), height: Math.ceil(height / MIRROR_STEP_PX) };
    this.make("cones", blocks, ["float"]);
    this.make("figure", size, ["float"]);
    this.make("hit", size, ["float"]);
    this.make("surfaces", size, ["half", "half", "half", "half"]);
    this.make("mirror", mirror, ["half", "half"]);
    this.make("smear", mirror, ["half", "half"]);
    this.make("spread", size, ["half", "half"]);
    this.make("made_of", size, ["half", "half"]);
    this.make("light", size, ["half"], true);
    for (const name of ["core", "spill", "glow"]) this.make(name, this.small, ["half"], true);
    this.make("blurred", this.small, ["half", "half"], true);
    const shown = () => gpu.target(width, height, [gpu.texture(width, height, "bytes", { smooth: true, mips: true })]);
    this.shown = [shown(), shown()];
    this.page = { frame: null, textures: [], width, height };
    for (const target of this.shown) gpu.clear(target, [0, 0, 0, 0]);
  }

  private make(name: string, { width, height }: Size, kinds: ("half" | "float")[], smooth = false): void {
    this.targets[name] = this.gpu.target(
      width,
      height,
      kinds.map((kind) => this.gpu.texture(width, height, kind, { smooth })),
    );
  }

  release(): void {
    this.gpu.release([...Object.values(this.targets), ...this.shown]);
    if (this.printTable) this.gpu.gl.deleteTexture(this.printTable.texture);
  }

  /** Draws a moment of a shot onto the canvas. */
  draw(programs: Programs, shot: ShotValues, moment: Moment): void {
    const { gpu, size } = this;
    const { pose } = moment;
    const { camera } = shot.drawn;
    const sun = shot.sun(pose, size);
    const uniforms: Uniforms = {
      FIRST: 0,
      PASS: 0,
      BEHIND: 0,
      BLOCK: BLOCK_PX,
      HALF_STEP: MIRROR_STEP_PX,
      R: Float32Array.of(size.width, size.height),
      JIT: Float32Array.of(pose.shift[0] * size.height, pose.shift[1] * size.height),
      CAM: Float32Array.from(pose.position),
      TGT: Float32Array.from(pose.position.map((value, axis) => value + (camera.forward[axis] as number))),
      FOV: pose.focal,
      TIME: moment.film_s,
      FILM_S: moment.film_s,
      FRAME: moment.frame % 4096,
      UNIT: size.height / UNITS,
      STRUCK: moment.struck,
      GAIN: moment.gain,
      SMALL: Float32Array.of(this.small.width, this.small.height),
      SUN_AT: Float32Array.from(sun.at),
      SUN_SEEN: sun.seen,
      CAMERA_STEP: Float32Array.from(pose.aside),
    };
    const pass = (name: PassName, into: Target, textures: Textures, more: Uniforms = {}, within?: Rect) => {
      const program = programs[name];
      if (program) gpu.draw(program, into, [shot.uniforms, uniforms, more], textures, within);
    };
    const g = this.surfaces(pass, programs, shot, pose);
    this.mirrors(pass, programs, g);
    const spill = this.blurred(pass, "shrink_emission", "spill", g, SPILL_WIDTHS, SPILL_SHARES);
    const lit = this.lit(pass, programs, shot, { ...g, SPILL_MAP: spill });
    const glow = this.blurred(pass, "shrink_light", "glow", { ...g, LIGHT_MAP: lit }, GLOW_WIDTHS, GLOW_SHARES);
    const [before, now] = this.shown;
    const painted = { SUN: shot.uniforms["PAINTED_SUN"] as Float32Array };
    const seen = { ...g, LIGHT_MAP: lit, GLOW: glow, SPILL_MAP: spill, BEFORE: texture(before) };
    pass("develop", now, seen, painted);
    gpu.gl.activeTexture(gpu.gl.TEXTURE0);
    gpu.gl.bindTexture(gpu.gl.TEXTURE_2D, texture(now));
    gpu.gl.generateMipmap(gpu.gl.TEXTURE_2D);
    pass("print", this.page, { ...g, SHOWN: texture(now), PRINT_TABLE: this.table(shot) });
    this.shown = [now, before];
  }

  /** G0 to G3: colour, form, glow and shade of what is seen. */
  private surfaces(pass: Draw, programs: Programs, shot: ShotValues, pose: Pose): Textures {
    const { cones, figure, hit, surfaces } = this.all("cones", "figure", "hit", "surfaces");
    const within = programs.figure ? shot.figure(pose, this.size) : null;
    pass("cones", cones, {});
    if (programs.figure) this.gpu.clear(figure, [FAR_M, 0, 0, 0]);
    if (within) pass("figure", figure, {}, {}, within);
    pass("hit", hit, { CONES: texture(cones), HIT_FIGURE: texture(figure) });
    pass("shade", surfaces, { HIT: texture(hit) });
    if (within) pass("shade_figure", surfaces, { HIT: texture(hit) }, {}, within);
    return Object.fromEntries(surfaces.textures.map((one, index) => [`G${index}`, one]));
  }

  /** Adds G4 and G5: what surfaces mirror. */
  private mirrors(pass: Draw, programs: Programs, g: Textures): void {
    const { mirror, smear, spread } = this.all("mirror", "smear", "spread");
    this.gpu.clear(mirror, [0, 0, 0, 0]);
    this.gpu.clear(spread, [0, 0, 0, 0]);
    pass("mirror", mirror, g);
    let seen = mirror;
    if (programs.smear) {
      this.gpu.clear(smear, [0, 0, 0, 0]);
      pass("smear", smear, { ...g, MIRROR4: texture(mirror), MIRROR5: texture(mirror, 1) });
      seen = smear;
    }
    const first = { FIRST0: g["G0"] as WebGLTexture, FIRST1: g["G1"] as WebGLTexture, FIRST3: g["G3"] as WebGLTexture };
    pass("spread", spread, { ...g, ...first, MIRROR4: texture(seen), MIRROR5: texture(seen, 1) });
    g["G4"] = texture(spread);
    g["G5"] = texture(spread, 1);
  }

  private lit(pass: Draw, programs: Programs, shot: ShotValues, seen: Textures): WebGLTexture {
    const { made_of, light } = this.all("made_of", "light");
    let [flat, form] = [seen["G0"], seen["G1"]] as [WebGLTexture, WebGLTexture];
    if (programs.surface) {
      pass("surface", made_of, seen);
      [flat, form] = made_of.textures as [WebGLTexture, WebGLTexture];
    }
    const painted = { SUN: shot.uniforms["PAINTED_SUN"] as Float32Array };
    for (const name of ["paint_sky", "light_matter"] as const) pass(name, light, { ...seen, FLAT: flat, FORM: form }, painted);
    return texture(light);
  }

  /** A small picture, blurred at two widths and mixed. */
  private blurred(
    pass: Draw,
    shrink: PassName,
    into: "spill" | "glow",
    from: Textures,
    widths: readonly [number, number],
    shares: number[],
  ): WebGLTexture {
    const { core, blurred, [into]: made } = this.all("core", "blurred", into) as Record<string, Target>;
    if (!core || !blurred || !made) return this.gpu.nothing;
    const how = { SIGMA: Float32Array.from(widths, (share) => share * SMALL_PX), SHARES: Float32Array.from(shares) };
    pass(shrink, core, from);
    pass("blur", blurred, { NEARER: texture(core), WIDER: texture(core) }, how);
    pass("blur_last", made, { CORE: texture(core), NEARER: texture(blurred), WIDER: texture(blurred, 1) }, how);
    return texture(made);
  }

  private table(shot: ShotValues): WebGLTexture {
    if (!shot.print) return this.gpu.nothing;
    if (this.printTable?.of !== shot.print) {
      if (this.printTable) this.gpu.gl.deleteTexture(this.printTable.texture);
      this.printTable = { of: shot.print, texture: this.gpu.texture(256, 1, "bytes", { bytes: shot.print }) };
    }
    return this.printTable.texture;
  }

  private all<Name extends string>(...names: Name[]): Record<Name, Target> {
    return Object.fromEntries(names.map((name) => [name, this.targets[name]])) as Record<Name, Target>;
  }
}

type Draw = (name: PassName, into: Target, textures: Textures, more?: Uniforms, within?: Rect) => void;

const texture = (target: Target, index = 0) => target.textures[index] as WebGLTexture;
