// Why something cannot be done, and what to do instead: as the command line says it.

import { html } from "./html.js";
import { set, state } from "./store.js";

export function Refused({ refused }) {
  if (!refused) return null;
  return html`<div class="refused"><${Reason} refused=${refused} /></div>`;
}

/** The same, until it is read; problems of a text that is being changed stand below it instead. */
export function Dismissible() {
  const { refused, tab } = state;
  if (!refused || (refused.problems.length && tab === "text")) return null;
  return html`
    <div class="refused">
      <${Reason} refused=${refused} />
      ${refused.problems.length
        ? html`<button onClick=${() => set({ tab: "text" })}>Show the text</button>`
        : html`<button onClick=${() => set({ refused: null })}>Close</button>`}
    </div>
  `;
}

function Reason({ refused: { problem, hint, problems } }) {
  const written = ({ file, line, message, hint: each }) => html`<li>${file}:${line}: ${message}${each ? `; ${each}` : ""}</li>`;
  return html`<div role="alert">${problems.length ? html`<ul>${problems.map(written)}</ul>` : html`${problem}${hint ? `; ${hint}` : ""}`}</div>`;
}
