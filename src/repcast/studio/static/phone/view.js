/** What stands on the page of one take: bar, steps, transcript, download. */

import { at, make, said, write } from "./page.js";
import { clock, label, megabytes, rounds } from "./take.js";

const SVG = "http://www.w3.org/2000/svg";
/** So many steps are drawn apart from each other; more would leave nothing but gaps. */
const MOST_APART = 80;

/** Fill the page. @param {import("./take.js").Take} take @param {(ms: number) => void} seek */
export function showTake(take, seek) {
  write("title", take.title);
  at("title").lang = take.language;
  for (const id of ["name", "side"]) at(id).lang = take.language;
  write("total", clock(take.duration_ms));
  at("position").max = String(take.duration_ms);
  at("steps").replaceChildren(...take.steps.map((step) => row(step.start_ms, stepRow(step, take), seek, step.purpose)));
  at("transcript").replaceChildren(...take.transcript.map((line) => row(line.at_ms, [said(line.text, take.language)], seek)));
  drawBar(take);
  const download = at("download");
  download.href = take.file;
  download.download = take.name;
  at("album").hidden = !take.album;
  if (take.album) at("album").href = take.album;
  download.textContent = `Download MP3 · ${megabytes(take.size_bytes)}`;
}

/** Mark the step that is heard in the list of steps. */
export function marked(index) {
  const steps = at("steps");
  steps.querySelector("[aria-current]")?.removeAttribute("aria-current");
  steps.children[index]?.firstElementChild.setAttribute("aria-current", "step");
}

const stepRow = (step, take) => [
  said(label(step), take.language),
  make("small", {}, rounds(step)),
  make("time", {}, clock(step.end_ms - step.start_ms)),
];

function row(ms, children, seek, purpose = "") {
  const button = make("button", { type: "button", ...(purpose && { "data-purpose": purpose }) });
  button.append(make("time", {}, clock(ms)), ...children);
  button.addEventListener("click", () => seek(ms));
  return make("li", {}, button);
}

function drawBar(take) {
  const bar = at("bar");
  bar.setAttribute("viewBox", `0 0 ${take.duration_ms} 1`);
  bar.toggleAttribute("data-apart", take.steps.length <= MOST_APART);
  bar.replaceChildren(...take.steps.map(part));
}

function part(step) {
  const rectangle = document.createElementNS(SVG, "rect");
  const shape = { x: step.start_ms, width: step.end_ms - step.start_ms, height: 1, "data-purpose": step.purpose };
  for (const [key, value] of Object.entries(shape)) rectangle.setAttribute(key, String(value));
  return rectangle;
}
