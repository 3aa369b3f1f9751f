// The plan's picture, as `repcast plan --svg` draws it, as wide as there is room; a click goes to that moment. Until there
// is a plan, its steps alone are drawn.

import { html, useEffect, useRef, useState } from "./html.js";
import { audio, seek, usePosition } from "./player.js";
import { state } from "./store.js";

const SVG = "http://www.w3.org/2000/svg";
const ABOVE_PX = 24; // what is shown above the row that plays
const GRAIN = 40; // pixels: a picture is drawn anew only where the room has changed by more

export function Picture() {
  const { plan, outline } = state;
  const of = plan?.id ?? outline?.sketch;
  const box = useRef(null);
  const [drawn, setDrawn] = useState(null);
  const width = useWidth(box);
  const isDark = useDark();
  useEffect(() => {
    if (!of || !width) return;
    const leaving = new AbortController();
    fetch(`/plans/${of}/picture.svg?width=${width}${isDark ? "&dark=1" : ""}`, { signal: leaving.signal })
      .then((response) => (response.ok ? response.text() : ""))
      .then((text) => text && setDrawn({ of, svg: parsed(text) }))
      .catch(() => {});
    return () => leaving.abort();
  }, [of, width, isDark]);
  useEffect(() => {
    if (drawn) box.current.replaceChildren(drawn.svg);
  }, [drawn]);
  return html`
    <div class="seen" role="region" aria-label="picture" tabindex="0"><div class="picture" ref=${box} onClick=${(event) => seekThere(event)}></div></div>
    <${Playhead} svg=${drawn?.of === plan?.id ? drawn?.svg : null} />
  `;
}

function parsed(text) {
  const { documentElement: svg } = new DOMParser().parseFromString(text, "image/svg+xml");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  return document.adoptNode(svg);
}

function seekThere(event) {
  const block = event.target.closest?.("[data-start-ms]");
  if (!block) return;
  const { left, width } = block.getBoundingClientRect();
  const [start, end] = [Number(block.dataset.startMs), Number(block.dataset.endMs)];
  const isStep = block.dataset.step !== undefined;
  const part = Math.max(0, Math.min(1, (event.clientX - left) / width));
  seek(isStep && part < 0.5 ? start : Math.min(end - 1, start + (end - start) * part));
}

/** A line in the picture where the player is. */
function Playhead({ svg }) {
  const at = usePosition();
  const shown = useRef(null); // the row of the picture where it was last
  useEffect(() => {
    if (!svg) return;
    const row = [...svg.querySelectorAll("[data-start-ms]")].find((each) => Number(each.dataset.startMs) <= at && at < Number(each.dataset.endMs));
    const line = svg.querySelector(".playhead") ?? svg.appendChild(document.createElementNS(SVG, "line"));
    line.setAttribute("class", "playhead");
    line.setAttribute("visibility", row ? "visible" : "hidden");
    if (!row) return;
    const [start, end] = [Number(row.dataset.startMs), Number(row.dataset.endMs)];
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(row.getAttribute(name)));
    const x1 = x + (width * (at - start)) / (end - start);
    for (const [name, value] of Object.entries({ x1, x2: x1, y1: y - 4, y2: y + height + 4 })) line.setAttribute(name, value);
    if (row !== shown.current && !audio.paused) follow(line);
    shown.current = row;
  });
  return null;
}

/** Bring a line into view, where the picture is higher than its room. */
function follow(line) {
  const room = line.closest(".seen");
  const [inside, { top, bottom }] = [line.getBoundingClientRect(), room.getBoundingClientRect()];
  if (inside.top < top || inside.bottom > bottom) room.scrollTop += inside.top - top - ABOVE_PX;
}

function useWidth(box) {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watching = new ResizeObserver(([entry]) => setWidth(Math.max(GRAIN, Math.floor(entry.contentRect.width / GRAIN) * GRAIN)));
    watching.observe(box.current);
    return () => watching.disconnect();
  }, []);
  return width;
}

function useDark() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setDark] = useState(dark.matches);
  useEffect(() => {
    const changed = () => setDark(dark.matches);
    dark.addEventListener("change", changed);
    return () => dark.removeEventListener("change", changed);
  }, []);
  return isDark;
}
