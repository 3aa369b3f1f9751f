// Why something cannot be done, and what to do instead: as the command line says it.

import { html } from "./html.js";
import { render, set, state } from "./store.js";

/** Return a refusal in one sentence. Where a file stands in the way, the page offers to replace it, and no flag does. */
export const reason = ({ problem, hint, replaceable }) => (hint && !replaceable ? `${problem}; ${hint}` : problem);

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
      <span class="answers">
        ${refused.replaceable ? html`<button onClick=${() => render({ ...refused.asked, replaces: true })}>Replace it</button>` : null}
        ${refused.problems.length
          ? html`<button onClick=${() => set({ tab: "text" })}>Show the text</button>`
          : html`<button onClick=${() => set({ refused: null })}>Close</button>`}
      </span>
    </div>
  `;
}

function Reason({ refused }) {
  const { problems } = refused;
  const written = ({ file, line, message, hint: each }) => html`<li>${file}:${line}: ${message}${each ? `; ${each}` : ""}</li>`;
  return html`<div role="alert">${problems.length ? html`<ul>${problems.map(written)}</ul>` : reason(refused)}</div>`;
}
