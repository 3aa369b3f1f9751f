// The player: one <audio>. What it plays is rendered when somebody wants to hear it, and again once it has changed.

import { clock, html, icon, useEffect, useRef, useState } from "./html.js";
import { render, set, state } from "./store.js";

export const audio = new Audio();
audio.preload = "auto";

const clip = new Audio();

let wantedMs = 0; // where to begin, before there is a file

/** Return where the player is, in milliseconds of the plan that is shown. */
export const positionMs = () => (isOfPlan() ? audio.currentTime * 1000 : wantedMs);

const isOfPlan = () => state.sound !== null && state.sound.of === state.plan?.id;

export async function toggle() {
  if (!audio.paused) return audio.pause();
  clip.pause();
  if (!isOfPlan()) {
    if (!state.plan || state.rendering) return;
    audio.load(); // by this press WebKit allows it to play, also once it is rendered, long after
    const beginMs = wantedMs;
    if (!(await render({ listens: true })) || !isOfPlan()) return;
    load(beginMs);
  }
  await audio.play().catch(() => {});
}

function load(beginMs) {
  audio.src = `/sounds/${state.sound.id}`;
  audio.currentTime = beginMs / 1000;
}

/** Go to a moment of the plan. */
export function seek(ms) {
  wantedMs = ms;
  if (isOfPlan()) {
    if (!audio.src.endsWith(state.sound.id)) load(ms);
    else audio.currentTime = ms / 1000;
  }
  audio.dispatchEvent(new Event("timeupdate"));
}

/** Go so many steps on, or back; back within a step goes to its beginning first. */
export function step(by) {
  const steps = state.plan?.timeline.steps ?? [];
  const here = steps.findLastIndex((each) => each.start_ms <= positionMs() + 1);
  const isWithin = by < 0 && steps[here] && positionMs() - steps[here].start_ms > 2000;
  const found = steps[Math.max(0, Math.min(steps.length - 1, here + (isWithin ? 0 : by)))];
  if (found) seek(found.start_ms);
}

/** Return the name of the step that is heard at a moment of the plan that is shown; nothing where there is none. */
export function labelAt(ms) {
  const { plan } = state;
  const here = plan ? plan.timeline.steps.findLastIndex((each) => each.start_ms <= ms + 1) : -1;
  return here < 0 ? "" : plan.labels[here] || plan.timeline.steps[here].kind;
}

/** Play one cue alone. */
export function playCue(index) {
  audio.pause();
  set({ event: index });
  clip.src = `/plans/${state.plan.id}/clips/${index}.wav`;
  clip.play().catch(() => {});
}

/** What was played is of another plan: it stops where it is, and goes on there once it is rendered anew. */
export function planChanged() {
  if (isOfPlan() || !audio.src) return;
  wantedMs = Math.min(audio.currentTime * 1000, (state.plan?.timeline.duration_ms ?? 1) - 1);
  audio.pause();
  audio.removeAttribute("src");
  audio.load();
}

/** Have something told of where the player is, as long as it is shown. */
export function usePosition() {
  const [, again] = useState(0);
  const count = useRef(0);
  useEffect(() => {
    let frame = 0;
    const told = () => again((count.current += 1));
    const watch = () => {
      told();
      if (!audio.paused) frame = requestAnimationFrame(watch);
    };
    const names = ["timeupdate", "seeking", "pause", "ended", "loadedmetadata"];
    names.forEach((name) => audio.addEventListener(name, told));
    audio.addEventListener("playing", watch);
    return () => {
      cancelAnimationFrame(frame);
      names.forEach((name) => audio.removeEventListener(name, told));
      audio.removeEventListener("playing", watch);
    };
  }, []);
  return positionMs();
}

export function Player() {
  const { plan, rendering } = state;
  const at = usePosition();
  const length = plan?.timeline.duration_ms ?? state.outline?.nominal_ms ?? 0;
  const label = labelAt(at);
  return html`
    <div class="player" role="group" aria-label="player">
      <button aria-label="previous step" onClick=${() => step(-1)}>${icon("previous")}</button>
      <button class="play" aria-label=${audio.paused ? "play" : "pause"} disabled=${!plan || rendering} onClick=${toggle}>${icon(audio.paused ? "play" : "pause")}</button>
      <button aria-label="next step" onClick=${() => step(1)}>${icon("next")}</button>
      <span class="at"><b>${clock(at)}</b> / ${clock(length)}</span>
      <input type="range" class="seek" min="0" max=${length} step="100" value=${at} aria-label="position" aria-valuetext=${`${clock(at)}, ${label}`} onInput=${(event) => seek(Number(event.target.value))} />
      <span class="here">${rendering ? stage(rendering) : label}</span>
    </div>
  `;
}

export const stage = ({ stage: name, done, total }) => (total ? `${name}, ${Math.round((100 * done) / total)} %` : `${name} …`);
