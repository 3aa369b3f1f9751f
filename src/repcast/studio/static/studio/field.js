// A field to type in: what is being typed stays, whatever the studio answers meanwhile, until it is taken.

import { html, useState } from "./html.js";

/** A field that shows a value; what is typed is taken when it is left, or by Enter, and given up by Escape. */
export function Field({ value, take, ...others }) {
  const [typed, setTyped] = useState(null);
  const done = (event) => {
    const text = event.target.value.trim();
    setTyped(null);
    if (text !== String(value)) take(text);
  };
  const given = (event) => {
    if (event.key !== "Escape" || typed === null) return;
    event.target.value = value;
    setTyped(null);
  };
  return html`<input type="text" autocomplete="off" spellcheck=${false} ...${others} value=${typed ?? value} onInput=${(event) => setTyped(event.target.value)} onChange=${done} onKeyDown=${given} />`;
}
