// What can be opened: what is due today, the files of this folder, the built-in sessions, a line, or a file to drop.

import { html, useState } from "./html.js";
import { drop, open, state } from "./store.js";
import { Refused } from "./refused.js";

const PARTS = [
  ["due", "Due today"],
  ["dropped", "Dropped here"],
  ["here", "In this folder"],
  ["builtin", "Built in"],
];

export function Choose() {
  const { choices, refused } = state;
  return html`
    <header class="bar"><h1>repcast</h1><p class="quiet">Which workout is it today?</p></header>
    <main class="choose">
      <${Refused} refused=${refused} />
      <div class="own">
        <${Line} />
        <label class="drop">Drop an MP3 that repcast made, or a session's file, anywhere here, or choose one:
          <input type="file" accept=".mp3,.yaml,.yml,.txt,.m4a,.flac,.ogg,.opus" onChange=${(event) => event.target.files[0] && drop(event.target.files[0])} /></label>
      </div>
      ${PARTS.map(([kind, title]) => {
        const found = choices.filter((choice) => choice.kind === kind);
        return found.length ? html`<section key=${kind}><h2>${title}</h2><ul class="cards">${found.map((choice) => html`<${Card} key=${choice.name} choice=${choice} />`)}</ul></section>` : null;
      })}
    </main>
  `;
}

function Card({ choice }) {
  const described = choice.problem ? (choice.problems[0]?.message ?? choice.problem) : choice.description;
  return html`
    <li>
      <a class="card" href=${`#${choice.address}`}>
        <span class="ring">${choice.title ? html`<img src=${`/rings/${encodeURIComponent(choice.name)}`} alt="" width="72" height="72" />` : null}</span>
        <span>
          <b>${choice.title ?? choice.name}</b>
          <span class="quiet">${choice.problem ? "has problems" : choice.about ? `about ${choice.about}` : "\u00a0"}</span>
          ${described || choice.kind === "builtin" ? html`<span class="quiet description">${described}</span>` : null}
        </span>
      </a>
    </li>
  `;
}

function Line() {
  const [text, setText] = useState("");
  const go = (event) => {
    event.preventDefault();
    if (text.trim()) open("quick", text);
  };
  return html`
    <form class="line" onSubmit=${go}>
      <label for="line">Write a line</label>
      <input id="line" type="text" value=${text} placeholder="3 rounds: 12 squats, 30s plank, rest 60s" autocomplete="off" spellcheck=${false} onInput=${(event) => setText(event.target.value)} />
      <button>Open</button>
    </form>
  `;
}
