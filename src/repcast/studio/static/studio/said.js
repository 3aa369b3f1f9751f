// What will be said and sounded, each cue to be heard alone; and what does not fit, with its reason and its row.

import { clock, html, icon, useEffect } from "./html.js";
import { audio, playCue, seek, usePosition } from "./player.js";
import { set, state } from "./store.js";

const BEFORE_PX = 40; // what stays in view of the step before

let drawn = {}; // what was shown last: a list may be long, and changes seldom

export function Said() {
  const { plan, find, event } = state;
  if (drawn.plan !== plan || drawn.find !== find || drawn.event !== event) drawn = { plan, find, event, list: list(plan, find, event) };
  return html`${drawn.list}<${Now} />`;
}

function list(plan, find, chosen) {
  const wanted = find.toLowerCase();
  const steps = plan.timeline.steps.map((step) => ({ step, events: [] }));
  plan.timeline.events.forEach((event, index) => steps[event.step].events.push({ ...event, index }));
  const isWanted = ({ step, events }) =>
    !wanted || plan.labels[step.index].toLowerCase().includes(wanted) || events.some(({ text }) => text?.toLowerCase().includes(wanted));
  return html`
    <ol class="said" lang=${plan.timeline.language}>
      ${steps.filter(isWanted).map(
        ({ step, events }) => html`
          <li key=${step.index} data-step=${step.index}>
            <button class="moment" onClick=${() => seek(step.start_ms)} aria-label=${`go to ${clock(step.start_ms)}, ${plan.labels[step.index]}`}>${clock(step.start_ms)}</button>
            <h3>${plan.labels[step.index] || step.kind}</h3>
            <ul>
              ${events.map(
                (event) => html`
                  <li key=${event.index} class=${event.index === chosen ? "is-chosen" : ""}>
                    <button class="cue" data-event=${event.index} aria-label=${`hear: ${event.text ?? event.sound}`} onClick=${() => playCue(event.index)}>${icon("play")}</button>
                    <span class=${event.text ? "words" : "signal"}>${event.text ?? event.sound}</span>
                  </li>
                `,
              )}
            </ul>
          </li>
        `,
      )}
    </ol>
  `;
}

/** Marks the step where the player is, and brings it into view while it plays. */
function Now() {
  const at = usePosition();
  const step = state.plan.timeline.steps.findLastIndex((each) => each.start_ms <= at);
  useEffect(() => {
    const said = document.querySelector(".said");
    said.querySelector(".is-now")?.classList.remove("is-now");
    const here = said.querySelector(`[data-step="${step}"]`);
    here?.classList.add("is-now");
    if (here && !audio.paused) said.scrollTop = here.offsetTop - BEFORE_PX;
  }, [step, drawn.list]);
  return null;
}

export function Dropped() {
  const { plan } = state;
  const { dropped } = plan.timeline;
  return html`
    <ul class="dropped" lang=${plan.timeline.language}>
      ${dropped.map(
        (drop, index) => html`
          <li key=${index}>
            <button onClick=${() => choose(drop)}>
              <b>“${drop.text}”</b>
              <span lang="en">${drop.reason}</span>
              <span class="note" lang="en">${plan.labels[drop.step]}, at ${clock(plan.timeline.steps[drop.step].start_ms)}${drop.line ? `; line ${drop.line}` : ""}</span>
            </button>
          </li>
        `,
      )}
    </ul>
  `;
}

/** Select the row of the step in which a cue did not fit; where that has none, of the nearest step that has. */
function choose(drop) {
  const { steps } = state.plan.timeline;
  const near = steps.map((step) => step.index).sort((a, b) => Math.abs(a - drop.step) - Math.abs(b - drop.step) || b - a);
  const row = near.map((index) => rowOf(steps[index])).find(Boolean);
  seek(steps[drop.step].start_ms);
  if (!row) return;
  set({ selected: row.setting, find: "", tab: "rows" });
  requestAnimationFrame(() => document.getElementById(`row-${row.setting}`)?.focus());
}

const rowOf = ({ name, kind }) =>
  name && state.outline.rows.find((row) => row.name.toLowerCase() === name.toLowerCase() && row.quality === kind);
