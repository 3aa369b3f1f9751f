// The one library of these pages: elements as values (Preact) written as templates (htm).

export { html, render, useEffect, useRef, useState } from "../vendor/preact.js";

import { html } from "../vendor/preact.js";

const ICONS = {
  play: "M5 3v18l16-9z",
  pause: "M5 3h5v18H5zM14 3h5v18h-5z",
  previous: "M4 3h3v18H4zM21 3v18L8 12z",
  next: "M17 3h3v18h-3zM3 3v18l13-9z",
};

/** A sign for a button whose label says what it does. */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;

/** Return a time of a file as `1:05`. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
