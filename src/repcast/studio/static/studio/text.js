// The session's text: to be changed as one likes, or step by step, by whole lines, so that comments stay.

import { html, icon, useEffect, useRef, useState } from "./html.js";
import { Refused } from "./refused.js";
import { edit, state, write } from "./store.js";
import { ask } from "./wire.js";

export function Text() {
  const area = useRef(null);
  const { text, refused } = state;
  if (text === null) return refused ? html`<${Refused} refused=${refused} />` : html`<p class="quiet">Reading …</p>`;
  const goTo = ({ line, column }) => {
    const lines = text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    area.current.focus();
    area.current.setSelectionRange(at, at);
  };
  return html`
    <div class="text">
      <label class="unseen" for="text">The session's text</label>
      <textarea id="text" ref=${area} value=${text} spellcheck=${false} onInput=${(event) => write(event.target.value)}></textarea>
      ${refused?.problems.length
        ? html`<ul class="problems">
            ${refused.problems.map((problem) => html`<li><button onClick=${() => goTo(problem)}><b>Line ${problem.line}</b>: ${problem.message}${problem.hint ? `; ${problem.hint}` : ""}</button></li>`)}
          </ul>`
        : null}
    </div>
  `;
}

/** The steps, to be put in another order, doubled or deleted: by buttons, by Alt and an arrow, or by drawing a handle. */
export function Steps() {
  const { text, isYaml } = state;
  const [steps, setSteps] = useState(null);
  const [drawn, setDrawn] = useState(null);
  const wanted = useRef(0); // the line of the step that is to have the focus
  useEffect(() => {
    if (text === null || !isYaml) return;
    let isOver = false;
    ask("/steps", { text }).then((found) => isOver || setSteps(found.kind === "refused" ? [] : found));
    return () => (isOver = true);
  }, [text, isYaml]);
  useEffect(() => {
    if (!wanted.current) return;
    document.querySelector(`.steps [data-line="${wanted.current}"]`)?.focus();
    wanted.current = 0;
  }, [steps]);
  if (text !== null && !isYaml) return html`<p class="quiet">Shorthand has no lines to move; change it under Text.</p>`;
  if (!steps) return html`<p class="quiet">Reading …</p>`;
  const change = async (what, line, by) => (wanted.current = await edit(what, line, by));
  const pressed = (event, step) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by || !(by < 0 ? step.up : step.down)) return;
    event.preventDefault();
    change("move", step.line, by);
  };
  return html`
    <p class="note">Alt+↑ and Alt+↓ move a step; so does its handle.</p>
    <ol class="steps">
      ${steps.map(
        (step) => html`
          <li key=${step.line} class=${`depth-${Math.min(step.depth, 4)}${drawn === step.line ? " is-drawn" : ""}`}>
            <span class="handle" aria-hidden="true" ...${drawing(step, steps, setDrawn, change)}>⠿</span>
            <span class="name" tabindex="0" data-line=${step.line} onKeyDown=${(event) => pressed(event, step)}>${step.label}<span class="note"> line ${step.line}</span></span>
            <button aria-label=${`move up: ${step.label}`} disabled=${!step.up} onClick=${() => change("move", step.line, -1)}>${icon("up")}</button>
            <button aria-label=${`move down: ${step.label}`} disabled=${!step.down} onClick=${() => change("move", step.line, 1)}>${icon("down")}</button>
            <button aria-label=${`duplicate: ${step.label}`} onClick=${() => change("duplicate", step.line)}>${icon("double")}</button>
            <button aria-label=${`delete: ${step.label}`} disabled=${!step.removable} onClick=${() => change("delete", step.line)}>${icon("away")}</button>
          </li>
        `,
      )}
    </ol>
  `;
}

/** What a handle does while it is drawn: where it is let go, its step goes, as far as its own list reaches. */
function drawing(step, steps, setDrawn, change) {
  const places = (target) => {
    const list = steps.filter((each) => each.list === step.list);
    const at = list.indexOf(step);
    const over = list.findLastIndex((each) => {
      const box = target.closest("ol").querySelector(`[data-line="${each.line}"]`).getBoundingClientRect();
      return box.top + box.height / 2 <= drawing.y;
    });
    return Math.max(0, over) - at;
  };
  return {
    onPointerDown: (event) => {
      event.target.setPointerCapture(event.pointerId);
      setDrawn(step.line);
    },
    onPointerMove: (event) => (drawing.y = event.clientY),
    onPointerUp: (event) => {
      drawing.y = event.clientY;
      setDrawn(null);
      const by = places(event.target);
      if (by) change("move", step.line, by);
    },
    onPointerCancel: () => setDrawn(null),
  };
}
