/** Which size keeps the pace: it goes down at once where frames take too long, up again slowly, and not soon to a size that failed. */

/** Short sides of the picture, in pixels. */
export const SIDES_PX = [72, 96, 120, 144, 180, 216, 270, 324, 396, 480, 576, 720];
const FIRST_PX = 216;
const FRAME_MS = 1000 / 30;
/** Share of a frame's time below which a larger picture is tried. */
const ROOM = 0.45;
/** Frames that are looked at before a step down, before one up, and before a size that failed is tried once more. */
const [SURE, PATIENT, FORGIVING] = [3, 24, 600];
const KEEP = 0.75;
/** What a browser was busy with otherwise counts as no more than this. */
const HICCUP_MS = 400;

export class Pace {
  private step = SIDES_PX.indexOf(FIRST_PX);
  /** The largest that the page has room for. */
  private roomiest = 0;
  private failed = SIDES_PX.length;
  private mean_ms = 0;
  private seen = 0;

  /** `most_px`: of the short side as the page shows it. */
  constructor(most_px: number) {
    this.within(most_px);
  }

  get side_px(): number {
    return SIDES_PX[this.step] as number;
  }

  get frame_ms(): number {
    return this.mean_ms;
  }

  /** No larger than the page shows it. */
  within(most_px: number): void {
    this.roomiest = Math.max(0, SIDES_PX.findLastIndex((side) => side <= most_px));
    this.step = Math.min(this.step, this.roomiest);
  }

  /** A frame took so long; true where the next is to have another size. */
  took(ms: number): boolean {
    const capped = Math.min(ms, HICCUP_MS);
    this.mean_ms = this.seen === 0 ? capped : KEEP * this.mean_ms + (1 - KEEP) * capped;
    this.seen++;
    if (this.seen >= SURE && this.mean_ms > FRAME_MS && this.step > 0) {
      this.failed = this.step;
      // Pixels cost alike: as many fewer as the time is over.
      const wanted = this.side_px * Math.sqrt((0.8 * FRAME_MS) / this.mean_ms);
      return this.go(Math.max(0, Math.min(this.step - 1, SIDES_PX.findLastIndex((side) => side <= wanted))));
    }
    if (this.seen >= FORGIVING) this.failed = SIDES_PX.length;
    const isEasy = this.seen >= PATIENT && this.mean_ms < FRAME_MS * ROOM;
    return isEasy && this.step < Math.min(this.roomiest, this.failed - 1) && this.go(this.step + 1);
  }

  private go(step: number): true {
    this.step = step;
    this.seen = 0;
    return true;
  }
}
