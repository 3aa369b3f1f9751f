// Where the studio's page begins: it shows its state, and takes keys, addresses and files that are dropped.

import { Choose } from "./choose.js";
import { Dialogs } from "./dialogs.js";
import { html, render } from "./html.js";
import "./outside.js";
import { planChanged, playCue, step, toggle } from "./player.js";
import { drop, onChange, openAddress, press, read, redo, set, state, takeTyped, undo, writeAddress } from "./store.js";
import { Studio } from "./studio.js";
import { takeToken } from "./wire.js";

const KEYS = {
  " ": toggle,
  "[": () => step(-1),
  "]": () => step(1),
  p: () => state.plan && state.event >= 0 && playCue(state.event),
  u: undo,
  b: () => press({ do: "beyond-range" }),
  "/": () => document.getElementById("find")?.focus(),
  "?": () => set({ dialog: "keys" }),
};

function typed(event) {
  const { target } = event;
  const isText = target.matches?.("textarea, input[type=text], input[type=search], select");
  if (!state.name || isText || state.dialog || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    return event.shiftKey ? redo() : undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && target.matches?.("button, a, summary")) return; // which it presses
  const does = KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}

const root = document.getElementById("studio");
const show = () => {
  document.title = state.name ? `${state.outline?.title ?? state.name} – repcast` : "repcast studio";
  render(html`<${state.name ? Studio : Choose} /><${Dialogs} />`, root);
};

onChange(planChanged);
onChange(show);
addEventListener("keydown", typed);
addEventListener("hashchange", begin);
addEventListener("focus", read); // after a look into an editor
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) drop(event.dataTransfer.files[0]);
});

function begin() {
  const fragment = takeToken(location.hash);
  takeTyped(); // of the session before
  writeAddress(fragment);
  openAddress(fragment);
}

begin();
