/** The phone's page: what is chosen stands in its address, after `#`. */

import { showChoice } from "./choose.js";
import { isPublished, keep } from "./offline.js";
import { at, complain } from "./page.js";
import { close, open, player } from "./player.js";

const KEYS = { " ": player.toggle, "[": player.previous, "]": player.next };

async function start() {
  let takes;
  try {
    ({ takes } = await (await fetch("sessions.json")).json());
  } catch {
    complain("The sessions cannot be loaded. Is the computer still serving this page?");
    return;
  }
  showChoice(takes);
  addEventListener("hashchange", () => show(takes, true));
  show(takes, false);
  showFeed();
  if (isPublished) await keep();
}

/** Link to the podcast feed, where the page has one. */
function showFeed() {
  const feed = document.querySelector('link[rel="alternate"]');
  if (!feed) return;
  at("feed").href = feed.href;
  at("subscribe").hidden = false;
}

/** Show what the address says: a take, or all of them. The heading takes the focus, as on a new page. */
function show(takes, isMove) {
  const only = takes.length === 1 ? takes[0] : undefined;
  const chosen = takes.find((take) => take.key === location.hash.slice(1)) ?? only;
  const view = chosen ? "play" : "choose";
  at("choose").hidden = view !== "choose";
  at("play").hidden = view !== "play";
  at("back").hidden = Boolean(only);
  close();
  if (chosen) open(chosen, isPublished);
  if (!takes.length) complain("There is no session here yet. Render one, and load this page again.");
  document.title = chosen ? `${chosen.title} · repcast` : "repcast";
  if (isMove) at(view).querySelector("h1").focus();
}

at("previous").addEventListener("click", player.previous);
at("toggle").addEventListener("click", player.toggle);
at("following").addEventListener("click", player.next);
at("position").addEventListener("input", (event) => player.seek(Number(event.target.value)));
addEventListener("keydown", (event) => {
  const isTaken = event.target.closest("button, a, input, summary") && event.key === " ";
  if (isTaken || event.ctrlKey || event.altKey || event.metaKey || at("play").hidden || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
start();
