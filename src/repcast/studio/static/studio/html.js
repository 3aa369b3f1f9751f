// The one library of these pages: elements as values (Preact) written as templates (htm).

export { html, render, useEffect, useRef, useState } from "../vendor/preact.js";

/** Return a time of a file as `1:05`. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
