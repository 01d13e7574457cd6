/**
 * The preview at work on its canvas: programs compile ahead while frames are drawn, the size follows what the machine holds, and the
 * last picture stays while the next shot's programs are on their way.
 */

import { indexAt, toSeconds } from "../timecode";
import { Gpu, type Program } from "./gpu";
import { Pace } from "./pace";
import { Pipeline, type Programs } from "./pipeline";
import { ShotValues, type Size } from "./shot";
import type { LiveFilm, PassName, ProgramParts, Sources } from "./wire";

/** Programs handed to the driver at one time. */
const AT_ONCE = 4;
const POLL_MS = 3;
const RATE_OVER_MS = 1000;
/** Drivers make the last of a program when it is first drawn with: a shot's first frames say nothing about its size. */
const SETTLING_FRAMES = 2;

export interface StageListener {
  /** A picture stands on the canvas. */
  drawn(): void;
  failed(reason: unknown): void;
}

export class Stage {
  private gpu: Gpu | null = null;
  private pipeline: Pipeline | null = null;
  private readonly pace: Pace;
  /** By what they are made of: an edit of the draft leaves most of them as they are. */
  private programs = new Map<string, Program>();
  private film: LiveFilm | null = null;
  private ratio = 1;
  private shots = new Map<number, ShotValues>();
  private frame = 0;
  private size: Size = { width: 0, height: 0 };
  private isStale = true;
  private isBusy = false;
  private isEnded = false;
  private asked = 0;
  private drawnIndex = -1;
  private settling = 0;
  private counted = { since_ms: 0, frames: 0 };

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly sources: Sources,
    private readonly listener: StageListener,
  ) {
    this.pace = new Pace(this.most_px());
    canvas.addEventListener("webglcontextlost", this.onLost);
    canvas.addEventListener("webglcontextrestored", this.onRestored);
    this.begin();
  }

  private begin(): void {
    this.gpu = new Gpu(this.canvas);
    this.programs = new Map();
    this.pipeline = null;
    this.isStale = true;
    void this.compile();
  }

  /** From now on that film, in a picture so many times as wide as high. */
  play(film: LiveFilm, ratio: number): void {
    this.film = film;
    this.ratio = ratio;
    this.shots = new Map();
    this.isStale = true;
    void this.compile();
    this.ask();
  }

  /** Draws that frame of the film as soon as it can be drawn. */
  show(frame: number): void {
    this.frame = frame;
    this.isStale = true;
    this.ask();
  }

  end(): void {
    this.isEnded = true;
    cancelAnimationFrame(this.asked);
    this.canvas.removeEventListener("webglcontextlost", this.onLost);
    this.canvas.removeEventListener("webglcontextrestored", this.onRestored);
    // Browsers keep few contexts, and give them back late unless they are told.
    this.gpu?.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /** Pixels of the short side that the page has room for. */
  private most_px(): number {
    const { clientWidth, clientHeight } = this.canvas;
    return Math.max(72, Math.min(clientWidth || 540, clientHeight || 960) * Math.min(devicePixelRatio, 2));
  }

  private readonly onLost = (event: Event) => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    this.gpu = null;
    this.pipeline = null;
  };

  private readonly onRestored = () => this.guarded(() => this.begin());

  private guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.end();
      this.listener.failed(error);
    }
  }

  private ask(): void {
    if (this.isEnded || this.isBusy || !this.gpu) return;
    cancelAnimationFrame(this.asked);
    this.asked = requestAnimationFrame(() => this.guarded(() => this.draw()));
  }

  private draw(): void {
    const { gpu, film } = this;
    if (!gpu || !film || !this.isStale) return;
    const index = Math.max(0, indexAt(film.shots, this.frame));
    const shot = this.shotAt(film, index);
    if (!shot) return;
    const programs = this.programsOf(film, shot);
    if (!programs) return;
    const pipeline = this.fitted(gpu);
    const own = this.frame - (film.shots[index]?.start ?? 0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { struck, gain } = calm ? { struck: 0, gain: 1 } : shot.light(own);
    const film_s = toSeconds(this.frame, film.frame_rate);
    if (index !== this.drawnIndex) this.settling = SETTLING_FRAMES;
    this.drawnIndex = index;
    const began_ms = performance.now();
    this.isStale = false;
    pipeline.draw(programs, shot, { frame: this.frame, film_s, pose: shot.pose(own), struck, gain });
    this.canvas.dataset["frame"] = String(this.frame);
    this.listener.drawn();
    this.wait(gpu, began_ms);
  }

  /** Until the graphics have done what they were given: more would only queue up. */
  private wait(gpu: Gpu, began_ms: number): void {
    const { gl } = gpu;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    if (!fence) return;
    this.isBusy = true;
    const poll = () => {
      if (this.isEnded) return;
      const done = this.gpu !== gpu || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
      if (!done) {
        setTimeout(poll, POLL_MS);
        return;
      }
      gl.deleteSync(fence);
      this.isBusy = false;
      this.count(performance.now() - began_ms);
      if (this.isStale) this.ask();
    };
    setTimeout(poll, 0);
  }

  private count(took_ms: number): void {
    if (this.settling > 0) this.settling--;
    else if (this.pace.took(took_ms)) this.isStale = true;
    const now_ms = performance.now();
    this.counted.frames++;
    const over_ms = now_ms - this.counted.since_ms;
    if (over_ms < RATE_OVER_MS) return;
    this.canvas.dataset["rate"] = ((this.counted.frames * 1000) / over_ms).toFixed(1);
    this.canvas.dataset["took"] = this.pace.frame_ms.toFixed(1);
    this.counted = { since_ms: now_ms, frames: 0 };
  }

  /** The pipeline at the size that keeps the pace. */
  private fitted(gpu: Gpu): Pipeline {
    this.pace.within(this.most_px());
    const side = this.pace.side_px;
    const width = this.ratio >= 1 ? Math.round(side * this.ratio) : side;
    const height = this.ratio >= 1 ? side : Math.round(side / this.ratio);
    if (this.pipeline && width === this.size.width && height === this.size.height) return this.pipeline;
    this.pipeline?.release();
    this.size = { width, height };
    Object.assign(this.canvas, this.size);
    this.pipeline = new Pipeline(gpu, this.size);
    return this.pipeline;
  }

  private shotAt(film: LiveFilm, index: number): ShotValues | null {
    const drawn = film.shots[index]?.drawn;
    if (!drawn) return null;
    let values = this.shots.get(index);
    if (!values) {
      values = new ShotValues(drawn, film);
      this.shots.set(index, values);
    }
    return values;
  }

  /** A shot's programs once all of them are ready. */
  private programsOf(film: LiveFilm, shot: ShotValues): Programs | null {
    const found: Partial<Programs> = {};
    for (const [name, number] of Object.entries(shot.drawn.programs) as [PassName, number | null][]) {
      const program = number === null ? null : this.programs.get(keyOf(film.programs[number]));
      if (program === undefined || (program && !program.ready)) return null;
      found[name] = program;
    }
    return found as Programs;
  }

  /** Hands over all programs, those of the shots to come first, a few at a time. */
  private async compile(): Promise<void> {
    const { gpu, film } = this;
    const isOver = () => this.gpu !== gpu || this.film !== film || this.isEnded;
    if (!gpu || !film) return;
    try {
      while (!isOver()) {
        const batch = this.missing(film).slice(0, AT_ONCE);
        if (batch.length === 0) return;
        const texts = await Promise.all(batch.map((parts) => this.sources.of(parts)));
        if (isOver()) return;
        const handed = batch.map((parts, index) => {
          const program = gpu.program(texts[index] as string);
          this.programs.set(keyOf(parts), program);
          return program;
        });
        for (const program of handed) await this.ready(gpu, program);
        this.ask();
      }
    } catch (error) {
      if (isOver()) return;
      this.end();
      this.listener.failed(error);
    }
  }

  private async ready(gpu: Gpu, program: Program): Promise<void> {
    while (this.gpu === gpu && !this.isEnded && !program.ready) {
      await new Promise((resolve) => setTimeout(resolve, 4 * POLL_MS));
    }
    // Without a driver that compiles beside the page, asking was the waiting: the page gets its turn here.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Programs that nobody has handed over, those of the shot that is seen first. */
  private missing(film: LiveFilm): ProgramParts[] {
    const now = Math.max(0, indexAt(film.shots, this.frame));
    const order = [...film.shots.slice(now), ...film.shots.slice(0, now)];
    const numbers = new Set(order.flatMap((shot) => Object.values(shot.drawn?.programs ?? {})));
    return [...numbers].flatMap((number) => {
      const parts = number === null ? undefined : film.programs[number];
      return parts && !this.programs.has(keyOf(parts)) ? [parts] : [];
    });
  }
}

const keyOf = (parts: ProgramParts | undefined) => (parts ? [...parts.defines, "", ...parts.pieces].join(" ") : "");
