// The one library of these pages: elements as values (Preact) written as templates (htm).

export { html, render, useEffect, useRef, useState } from "../vendor/preact.js";

import { html } from "../vendor/preact.js";

const ICONS = {
  play: "M5 3v18l16-9z",
  pause: "M5 3h5v18H5zM14 3h5v18h-5z",
  previous: "M4 3h3v18H4zM21 3v18L8 12z",
  next: "M17 3h3v18h-3zM3 3v18l13-9z",
  undo: "M9 3 2 9l7 6v-4h6a4 4 0 0 1 0 8h-5v3h5a7 7 0 0 0 0-15H9z",
  redo: "M15 3l7 6-7 6v-4H9a4 4 0 0 0 0 8h5v3H9A7 7 0 0 1 9 7h6z",
  up: "M12 3l8 9h-5v9H9v-9H4z",
  down: "M12 21l8-9h-5V3H9v9H4z",
  double: "M3 3h12v3H6v9H3zM9 9h12v12H9z",
  away: "M5 3l7 7 7-7 2 2-7 7 7 7-2 2-7-7-7 7-2-2 7-7-7-7z",
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
