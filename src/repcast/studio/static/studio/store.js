// The page's state, and all that can be done to it. What is shown is made of the state alone.

import * as address from "./address.js";
import * as history from "./history.js";
import { ask, follow } from "./wire.js";

const BETWEEN_MS = 60; // requests, while a slider is drawn
const AGAIN_MS = 500; // after another tab was answered instead
const SAME_GESTURE_MS = 1000;
const AFTER_TYPING_MS = 250;

export const state = {
  name: "", // of the session; empty while one is chosen
  choices: [],
  history: history.begun({ text: null, flags: address.NO_FLAGS }),
  outline: null,
  plan: null,
  progress: null,
  refused: null,
  message: "",
  selected: "",
  event: -1, // the cue that is looked at
  tab: "rows",
  text: null, // of the text tab, once it is there
  find: "",
  made: null, // what was rendered last
  sound: null, // what the player has: of which plan, and where
  rendering: null,
  dialog: "",
  phone: null,
};

let listeners = [];
export const onChange = (listener) => (listeners = [...listeners, listener]);

let isWaiting = false;
/** Change the state, and have it shown with the next frame. */
export function set(changes) {
  Object.assign(state, changes);
  if (isWaiting) return;
  isWaiting = true;
  queueMicrotask(() => {
    isWaiting = false;
    listeners.forEach((listener) => listener());
  });
}

// Asking for the plan

let pending = []; // presses that no outline has answered yet
let asking = new AbortController();
let timer = 0;
let lastAsked = 0;
let lastPress = { of: "", at: 0, gesture: 0 };

const held = () => history.now(state.history);

/** Press something; the plan follows. */
export function press(pressed) {
  takeTyped();
  const of = `${pressed.do} ${pressed.setting ?? pressed.key ?? pressed.quantity ?? ""}`;
  const goesOn = pressed.do === "value" && of === lastPress.of && performance.now() - lastPress.at < SAME_GESTURE_MS;
  lastPress = { of, at: performance.now(), gesture: lastPress.gesture + (goesOn ? 0 : 1) };
  if (goesOn) pending = pending.filter((each) => each.do !== "value" || each.setting !== pressed.setting);
  pending.push(pressed);
  if (pressed.setting) state.selected = pressed.setting;
  plan();
}

/** Ask for the plan of what holds now, and give up what was asked before. */
export function plan() {
  clearTimeout(timer);
  set({ progress: { stage: "Planning", done: 0, total: 0 } });
  const wait = lastAsked + BETWEEN_MS - performance.now();
  if (wait > 0) timer = setTimeout(send, wait);
  else send();
}

async function send() {
  lastAsked = performance.now();
  asking.abort();
  const { signal } = (asking = new AbortController());
  const sent = [...pending];
  const { text, flags } = held();
  const body = { session: state.name, text, flags, presses: sent, selected: state.selected };
  await follow("/follow", body, signal, (line) => heard(line, sent));
  if (!signal.aborted && state.progress) timer = setTimeout(send, AGAIN_MS);
}

function heard(line, answered) {
  const isOvertaken = line.kind !== "outline" && pending.some((each) => !answered.includes(each));
  switch (isOvertaken ? "" : line.kind) {
    case "outline": {
      pending = pending.filter((each) => !answered.includes(each));
      const { text } = held();
      const outlined = { text, flags: line.flags };
      if (answered.length) remember(history.changed(state.history, outlined, `press ${lastPress.gesture}`));
      else remember(history.settled(state.history, outlined));
      set({ outline: line, refused: null, message: line.message });
      break;
    }
    case "progress":
      set({ progress: line });
      break;
    case "plan":
      set({ plan: line, progress: null, refused: null, outline: { ...state.outline, rows: line.rows, fit: line.fit } });
      break;
    case "refused":
      pending = []; // what is refused changes nothing
      set({ refused: line, message: "", progress: null, tab: line.problems.length && !state.outline ? "text" : state.tab });
      break;
  }
}

function remember(changed) {
  const isNew = JSON.stringify(history.now(changed)) !== JSON.stringify(held());
  state.history = changed;
  if (state.name) {
    history.keep(state.name, changed);
    const fragment = address.write(state.name, held().flags);
    if (location.hash !== fragment) globalThis.history.replaceState(null, "", fragment);
  }
  if (isNew) set({ made: null });
}

function goTo(to) {
  takeTyped();
  const changed = to(state.history);
  pending = [];
  remember(changed);
  set({ text: held().text ?? state.written, message: "" });
  plan();
}

export const undo = () => (typed || history.canUndo(state.history)) && goTo(history.undone);
export const redo = () => history.canRedo(state.history) && goTo(history.redone);

// Opening

/** Open what the address says: a session, or the list of them. */
export async function openAddress(fragment) {
  const { name, flags } = address.read(fragment);
  asking.abort();
  clearTimeout(timer);
  if (state.rendering?.listens) stopRendering();
  pending = [];
  const fresh = { outline: null, plan: null, progress: null, refused: null, message: "", made: null, sound: null };
  const restored = history.restored(name, { text: null, flags });
  set({ ...fresh, name, selected: "", event: -1, tab: "rows", text: null, written: null, history: restored });
  if (!name) return list();
  plan();
  return read();
}

/** Read what is written in the session's file; where that was changed by another program, the plan follows. */
export async function read() {
  const { name, written: before } = state;
  if (!name) return;
  const answer = await ask("/text", { session: name });
  if (state.name !== name || answer.kind === "refused" || answer.text === before) return;
  set({ written: answer.text, isYaml: answer.is_yaml, text: held().text ?? answer.text });
  if (before === null) return;
  if (held().text === null) plan();
  else set({ message: "The file was changed meanwhile; the text that is written here holds." });
}

export async function list() {
  const choices = await ask("/list");
  if (choices.kind === "refused") return set({ refused: choices });
  set({ choices });
  for (const choice of choices) {
    if (choice.kind === "line") continue;
    const about = await ask("/describe", { session: choice.name });
    if (state.name) return;
    set({ choices: state.choices.map((each) => (each.name === choice.name ? { ...each, ...about, kind: each.kind } : each)) });
  }
}

export function open(name, text = null) {
  if (text !== null) history.keep(name, history.begun({ text, flags: {} }));
  location.hash = address.write(name, {});
}

/** Take in a file that was dropped: what is written in it, or what it carries. */
export async function drop(file) {
  const head = new Uint8Array(await file.slice(0, 700_000).arrayBuffer());
  let binary = "";
  for (let at = 0; at < head.length; at += 32_768) binary += String.fromCharCode(...head.subarray(at, at + 32_768));
  const answer = await ask("/drop", { name: file.name, head: btoa(binary) });
  if (answer.kind === "refused") set({ refused: answer });
  else open(answer.name);
}

// Changing the text

let typing = 0;
let typed = null; // what no history has yet, and the gesture that it is a part of

export function write(text, gesture = `typing ${Math.floor(performance.now() / 3000)}`) {
  set({ text });
  typed = { text, gesture };
  clearTimeout(typing);
  const take = () => {
    takeTyped();
    plan();
  };
  typing = setTimeout(take, gesture ? AFTER_TYPING_MS : 0);
}

/** Take what is being typed into the history, before something else happens to it. */
export function takeTyped() {
  if (!typed) return;
  clearTimeout(typing);
  const { text, gesture } = typed;
  typed = null;
  const wanted = text === state.written ? null : text;
  remember(history.changed(state.history, { text: wanted, flags: held().flags }, gesture));
}

/** Move, duplicate or delete the step on a line of the text; return the line where it, or what follows it, is now. */
export async function edit(what, line, by = 1) {
  const answer = await ask("/move", { text: state.text, line, do: what, by });
  if (answer.kind === "refused") {
    set({ refused: answer });
    return line;
  }
  write(answer.text, "");
  return answer.line;
}

// Rendering and saving

let rendering = new AbortController();

/** Render what holds now; to be kept, or only listened to. Returns what was written; null where nothing was. */
export async function render(options = {}) {
  rendering.abort();
  const { signal } = (rendering = new AbortController());
  const { text, flags } = held();
  const of = state.plan?.id;
  let made = null;
  const { listens } = options;
  set({ rendering: { stage: "Rendering", done: 0, total: 0, listens }, refused: null });
  await follow("/render", { session: state.name, text, flags, ...options }, signal, (line) => {
    if (line.kind === "progress") set({ rendering: { ...line, listens } });
    else if (line.kind === "rendered") made = line;
    else set({ refused: { ...line, asked: options } });
  });
  if (rendering.signal !== signal) return null; // another has begun
  set({ rendering: null });
  if (!made) return null;
  if (!made.is_album) set({ sound: { id: made.id, of } });
  if (!made.listens) set({ made, phone: state.phone });
  return made;
}

export const stopRendering = () => rendering.abort();

export async function save(name, replaces) {
  const { text, flags } = held();
  return ask("/save", { session: state.name, text, flags, name, replaces });
}

export async function phone(on) {
  set({ refused: null });
  const answer = await ask("/phone", { on });
  set(answer.kind === "refused" ? { refused: answer } : { phone: answer.address ? answer : null });
}
