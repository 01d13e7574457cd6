/** A shot that is dragged goes before the shot it is dropped on, or after the last; by touch once it has been held a while. */

import type { Draft } from "../../wire";
import { propose, running } from "../project";
import { dropAt_px, x } from "./scale";

const TOUCH_PX = 5;
const HELD_MS = 380;

export function startMove(event: PointerEvent, timeline: Draft, number: number): void {
  if (running.peek() || event.button !== 0) return;
  const button = event.currentTarget as HTMLElement;
  const [began_x, began_y] = [event.clientX, event.clientY];
  const isTouch = event.pointerType === "touch";
  let isHeld = !isTouch;
  let place: number | null = null;

  const waiting = isTouch ? setTimeout(() => ((isHeld = true), button.classList.add("moving")), HELD_MS) : 0;
  const move = (to: PointerEvent) => {
    const far = Math.hypot(to.clientX - began_x, to.clientY - began_y);
    if (!isHeld) {
      // A finger that moves before it has waited means to scroll.
      if (far > TOUCH_PX) end();
      return;
    }
    if (place === null && far < TOUCH_PX) return;
    const at = to.clientX - (button.closest(".track")?.getBoundingClientRect().left ?? 0);
    const over = timeline.shots.findIndex((shot) => at < (x(shot.start) + x(shot.stop)) / 2);
    place = over < 0 ? timeline.shots.length : over;
    dropAt_px.value = x(timeline.shots[place]?.start ?? timeline.frames);
    button.classList.add("moving");
    button.style.translate = `${to.clientX - began_x}px 0`;
  };
  const hold = (touch: TouchEvent) => isHeld && touch.preventDefault();
  const drop = () => {
    const to = place;
    end();
    if (to === null || to === number - 1 || to === number) return;
    const changes =
      to < timeline.shots.length ? { before: { shots: [to + 1] } } : { after: { shots: [timeline.shots.length] } };
    void propose([{ edit: "reorder", target: { shots: [number] }, changes }], `move shot ${number} to place ${to + 1}`);
  };
  const end = () => {
    clearTimeout(waiting);
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", drop);
    removeEventListener("pointercancel", end);
    button.removeEventListener("touchmove", hold);
    button.classList.remove("moving");
    button.style.translate = "";
    dropAt_px.value = null;
    // The click that follows a drag is none.
    if (place !== null) button.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => button.removeEventListener("click", swallow, { capture: true }));
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", end);
  button.addEventListener("touchmove", hold, { passive: false });
}

const swallow = (event: Event) => event.stopPropagation();
