// Why something cannot be done, and what to do instead: as the command line says it.

import { html } from "./html.js";

export function Refused({ refused }) {
  if (!refused) return null;
  const { problem, hint, problems } = refused;
  return html`<div class="refused" role="alert">
    ${problems.length
      ? html`<ul>${problems.map((each) => html`<li>${each.file}:${each.line}: ${each.message}${each.hint ? `; ${each.hint}` : ""}</li>`)}</ul>`
      : html`${problem}${hint ? `; ${hint}` : ""}`}
  </div>`;
}
