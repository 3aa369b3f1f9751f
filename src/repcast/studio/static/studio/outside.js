// Media keys, a headset and the lock screen: they play, pause and skip by step, and show which one is heard.

import { takeButtons, tellPosition, tellStep } from "../shared/headset.js";
import { audio, labelAt, positionMs, seek, step, toggle } from "./player.js";
import { state } from "./store.js";

const player = {
  get ms() {
    return positionMs();
  },
  play: () => audio.paused && toggle(),
  pause: () => audio.pause(),
  previous: () => step(-1),
  next: () => step(1),
  seek,
};

let told = "";

function tellHere() {
  if (!state.plan) return;
  const label = labelAt(positionMs());
  if (label === told) return;
  told = label;
  tellStep(label, state.plan.timeline.title);
}

function tellState() {
  if (state.plan) tellPosition(state.plan.timeline.duration_ms, positionMs(), !audio.paused);
}

for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, tellHere);
for (const name of ["play", "pause", "ended", "seeked", "loadedmetadata"]) audio.addEventListener(name, tellState);
audio.addEventListener("playing", () => {
  takeButtons(player); // WebKit forgets both when playing begins
  told = "";
  tellHere();
});
