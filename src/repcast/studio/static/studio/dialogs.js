// What is asked in a dialog of its own: where to save, what the phone needs, which keys there are.

import { html, useEffect, useRef, useState } from "./html.js";
import { reason } from "./refused.js";
import { phone, save, set, state } from "./store.js";

export const KEYS = [
  ["Space", "play, or stop"],
  ["[ and ]", "the step before, the next step"],
  ["p", "hear the chosen cue again"],
  ["u, Ctrl+Z", "undo"],
  ["Ctrl+Shift+Z", "redo"],
  ["b", "lift the author's ranges, or let them hold"],
  ["/", "find a row or a cue"],
  ["Alt+↑, Alt+↓", "move a step, under Steps"],
  ["?", "these keys"],
];

const close = () => set({ dialog: "" });

function Dialog({ title, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`
    <dialog ref=${dialog} aria-labelledby="dialog-title" onClose=${close}>
      <h2 id="dialog-title">${title}</h2>
      ${children}
      <button class="plain close" onClick=${() => dialog.current.close()}>Close</button>
    </dialog>
  `;
}

export function Dialogs() {
  switch (state.dialog) {
    case "save":
      return html`<${Save} />`;
    case "phone":
      return html`<${Phone} />`;
    case "keys":
      return html`<${Dialog} title="Keys"><dl class="keys">${KEYS.map(([keys, use]) => html`<div><dt>${keys}</dt><dd>${use}</dd></div>`)}</dl></${Dialog}>`;
    default:
      return null;
  }
}

function Save() {
  const stem = state.name.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  const [name, setName] = useState(`${stem}-2.yaml`);
  const [answer, setAnswer] = useState(null);
  const exists = answer?.replaceable;
  const go = async (event, replaces = false) => {
    event.preventDefault();
    setAnswer(await save(name, replaces));
  };
  return html`
    <${Dialog} title="Save as a session of its own">
      <form onSubmit=${go}>
        <label>Name, in the folder where the studio was started
          <input type="text" value=${name} autocomplete="off" spellcheck=${false} onInput=${(event) => { setName(event.target.value); setAnswer(null); }} /></label>
        <button class="main" disabled=${!name.trim()}>Save</button>
        ${exists ? html`<button type="button" onClick=${(event) => go(event, true)}>Replace ${name}</button>` : null}
      </form>
      <p role="status">${answer ? (answer.kind === "refused" ? reason(answer) : html`Saved ${answer.name}. <a href=${`#${encodeURIComponent(answer.name)}`} onClick=${close}>Open it</a>`) : ""}</p>
    </${Dialog}>
  `;
}

function Phone() {
  const code = useRef(null);
  const { phone: served, refused } = state;
  useEffect(() => {
    if (!served) phone(true);
  }, []);
  useEffect(() => {
    if (!served || !code.current) return;
    const { documentElement } = new DOMParser().parseFromString(served.qr, "image/svg+xml");
    code.current.replaceChildren(document.adoptNode(documentElement));
  }, [served?.qr]);
  return html`
    <${Dialog} title="On your phone">
      ${served
        ? html`
            <p>Point the phone's camera at this code. The phone must be on the same network.</p>
            <div class="qr" role="img" aria-label="QR code of the address below" ref=${code}></div>
            <p><a href=${served.address} target="_blank" rel="noreferrer">${served.address}</a></p>
            <p class="note">It offers what you render here, and nothing else. Others on this network who learn the address could listen, too.</p>
            <button onClick=${async () => { await phone(false); close(); }}>Stop</button>
          `
        : html`<p role="status">${refused ? reason(refused) : "Getting the page ready …"}</p>`}
    </${Dialog}>
  `;
}
