/** The player of one take: what the buttons do, and what is shown at each moment. */

import { takeButtons, tellPosition, tellStep } from "./headset.js";
import { at, complain, write } from "./page.js";
import { Sound } from "./sound.js";
import { clock, label, nextStart, previousStart, rounds, stepAt } from "./take.js";
import { marked, showTake } from "./view.js";

/** Up to so many letters a name is set in this size. */
const LENGTHS = [[20, "short"], [50, "middle"], [Infinity, "long"]];

const sound = new Sound();
/** @type {import("./take.js").Take | null} */
let take = null;
let shown = -1;
let frame = 0;
/** The cover as a data: URL: browsers ask for it again at each step, and the computer may be gone by then. */
let cover = "";

/** Open a take, without playing it yet. @param {boolean} isKept whether a service worker has it */
export function open(chosen, isKept) {
  take = chosen;
  shown = -1;
  cover = "";
  sound.open(take, isKept);
  showTake(take, player.seek);
  write("kept", "");
  tick();
  loadCover(take);
}

async function loadCover(chosen) {
  const response = await fetch(chosen.cover).catch(() => null);
  if (!response?.ok) return;
  const reader = new FileReader();
  reader.onload = () => {
    if (take !== chosen) return;
    cover = reader.result;
    tellShown();
  };
  reader.readAsDataURL(await response.blob());
}

/** Close what is open. */
export function close() {
  if (take) sound.close();
  take = null;
}

/** Whether something was begun that a reload would break off. */
export const isBusy = () => take !== null && sound.ms > 0;

/** What the page's and the headset's buttons do. */
export const player = {
  get ms() {
    return sound.ms;
  },
  play: () => sound.play(),
  pause: () => sound.pause(),
  toggle: () => sound.toggle(),
  seek: (ms) => take && sound.seek(Math.max(0, Math.min(ms, take.duration_ms))),
  previous: () => take && player.seek(previousStart(take, sound.ms)),
  next: () => {
    const start = take && nextStart(take, sound.ms);
    if (start) player.seek(start);
  },
};

function tick() {
  if (!take) return;
  const { ms } = sound;
  const index = stepAt(take, ms);
  const step = take.steps[index];
  if (index !== shown) showStep(index);
  write("left", clock(step.end_ms - ms));
  write("elapsed", clock(Math.floor(ms / 1000) * 1000));
  const position = /** @type {HTMLInputElement} */ (at("position"));
  position.value = String(ms);
  position.setAttribute("aria-valuetext", `${clock(Math.floor(ms / 1000) * 1000)} of ${clock(take.duration_ms)}, ${label(step)}`);
}

function showStep(index) {
  shown = index;
  const step = take.steps[index];
  const next = take.steps[index + 1];
  write("rounds", rounds(step));
  write("name", step.name);
  at("name").dataset.length = LENGTHS.find(([most]) => step.name.length <= most)[1];
  write("side", step.side);
  write("next", next ? `Next: ${label(next)} · ${clock(next.end_ms - next.start_ms)}` : "This is the last step");
  at("now").dataset.purpose = step.purpose;
  marked(index);
  tellShown();
}

const tellShown = () => tellStep(label(take.steps[shown]), take.title, cover);

/** Draw each second as it comes while somebody looks; `timeupdate` goes on behind a locked screen. */
function follow() {
  cancelAnimationFrame(frame); // a page that comes back would draw each one twice, and then three times
  tick();
  if (sound.isPlaying && !document.hidden) frame = requestAnimationFrame(follow);
}

function tell() {
  if (!take) return;
  document.body.dataset.state = sound.isPlaying ? "playing" : "paused";
  at("toggle").setAttribute("aria-label", sound.isPlaying ? "Pause" : "Play");
  tellPosition(take.duration_ms, sound.ms, sound.isPlaying);
}

sound.addEventListener("timeupdate", tick);
for (const name of ["play", "pause", "ended", "seeked", "loadedmetadata"]) sound.addEventListener(name, tell);
sound.addEventListener("play", follow);
document.addEventListener("visibilitychange", follow);
sound.addEventListener("playing", () => {
  complain("");
  takeButtons(player); // WebKit forgets both when playing begins
  if (take) tellShown();
});
sound.addEventListener("moved", () => {
  tick();
  write("moved", label(take.steps[shown])); // read out only then: the coach says all other steps
});
sound.addEventListener("held", () =>
  write("kept", "This page works as long as it stays open, even without the computer. Download the file to keep it."),
);
sound.addEventListener("not-held", () => write("kept", "The sound comes from the computer as it plays. Download the file to keep it."));
sound.addEventListener("trouble", () => complain("The sound cannot be loaded. Load this page again when the computer that serves it, or the network, is there."));
