// The studio's page: what can be changed, its picture, what is said, what does not fit, and the player.

import { clock, html, icon } from "./html.js";
import { canRedo, canUndo } from "./history.js";
import { Picture } from "./picture.js";
import { Player, stage } from "./player.js";
import { Dismissible } from "./refused.js";
import { Rows } from "./rows.js";
import { Dropped, Said } from "./said.js";
import { Settings } from "./settings.js";
import { redo, render, set, state, stopRendering, undo } from "./store.js";
import { Steps, Text } from "./text.js";

const TABS = [
  ["rows", "Values"],
  ["steps", "Steps"],
  ["text", "Text"],
];

export function Studio() {
  const { outline, tab } = state;
  const shown = tab === "text" ? html`<${Text} />` : tab === "steps" ? html`<${Steps} />` : outline ? html`<${Settings} /><${Rows} />` : null;
  return html`
    <div class="desk">
      <${Bar} />
      <main class="studio">
        <section class="left" aria-label="what can be changed">
          <${Tabs} />
          <div role="tabpanel" id="panel" aria-labelledby=${`tab-${tab}`}>${shown}</div>
        </section>
        ${outline ? html`<${Plan} />` : null}
      </main>
      <footer class="bottom">
        <div class="dock"><${Dismissible} /><${Player} /></div>
        <${Actions} />
        <${After} />
      </footer>
    </div>
  `;
}

function Plan() {
  const { plan, refused } = state;
  return html`
    <section class="right" aria-label="the plan">
      <${Picture} />
      ${plan ? html`<${Heard} />` : refused ? null : html`<p class="quiet">The plan comes as soon as its words are spoken.</p>`}
    </section>
  `;
}

function Heard() {
  const { dropped } = state.plan.timeline;
  return html`
    <div class=${`columns${dropped.length ? " has-drops" : ""}`}>
      ${dropped.length ? html`<section><h2>What does not fit</h2><${Dropped} /></section>` : null}
      <section class="heard">
        <h2>What will be said${dropped.length ? null : html` <span class="fits">Every cue fits.</span>`}</h2>
        <${Said} />
      </section>
    </div>
  `;
}

function Bar() {
  const { outline, plan, progress, history, message, find } = state;
  const isExact = plan && !progress;
  const total = isExact ? plan.total : (outline?.total ?? "");
  const title = outline?.title ?? state.name;
  return html`
    <header class="bar">
      <a class="home" href="#" aria-label="choose another session">repcast</a>
      <h1 title=${title}>${title}</h1>
      <p class="total" aria-live="polite"><b class="number">${total}</b></p>
      <div class="news">
        <p class="progress">${progress ? html`<${Progress} of=${progress} />` : ""}</p>
        <p class="message" role="status">${message}</p>
      </div>
      <span class="buttons">
        <button aria-label="undo" title="Ctrl+Z" disabled=${!canUndo(history)} onClick=${undo}>${icon("undo")}</button>
        <button aria-label="redo" title="Ctrl+Shift+Z" disabled=${!canRedo(history)} onClick=${redo}>${icon("redo")}</button>
        <input id="find" type="search" placeholder="find  /" aria-label="find a row or a cue" value=${find} onInput=${(event) => set({ find: event.target.value })} />
        <button aria-label="keys" title="?" onClick=${() => set({ dialog: "keys" })}>?</button>
      </span>
    </header>
  `;
}

/** How far something has come: as a bar, and in words. */
function Progress({ of }) {
  const { done, total } = of;
  return html`<progress max=${total || null} value=${total ? done : null} aria-hidden="true"></progress> ${stage(of)}`;
}

function Tabs() {
  const { tab } = state;
  const go = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    const at = TABS.findIndex(([name]) => name === tab);
    const next = TABS[(at + by + TABS.length) % TABS.length][0];
    set({ tab: next });
    document.getElementById(`tab-${next}`).focus();
  };
  return html`
    <div class="tabs" role="tablist" aria-label="how to change it" onKeyDown=${go}>
      ${TABS.map(([name, label]) => html`<button role="tab" id=${`tab-${name}`} aria-selected=${name === tab} aria-controls="panel" tabindex=${name === tab ? 0 : -1} onClick=${() => set({ tab: name })}>${label}</button>`)}
    </div>
  `;
}

function Actions() {
  const { outline, plan, rendering } = state;
  const isReady = plan && !rendering;
  return html`
    <div class="actions">
      <button class="main" disabled=${!isReady} onClick=${() => render()}>Render</button>
      <button disabled=${!isReady} title="an MP3 for each step" onClick=${() => render({ album: true })}>Album</button>
      <button disabled=${!outline} onClick=${() => set({ dialog: "save" })}>Save …</button>
      <button onClick=${() => set({ dialog: "phone" })}>Phone …</button>
    </div>
  `;
}

/** What was made, and the command that makes the same. */
function After() {
  const { outline, made, rendering, history } = state;
  const hasCommand = outline?.command && history.states[history.at].text === null;
  return html`
    <div class="after">
      <span class="made" role="status">${rendering ? html`<${Progress} of=${rendering} /> <button class="plain" onClick=${stopRendering}>Stop</button>` : made ? html`<${Made} made=${made} />` : ""}</span>
      ${!outline ? null : hasCommand ? html`<${Command} command=${outline.command} />` : html`<span class="quiet">Save it to have a command that does the same.</span>`}
    </div>
  `;
}

function Made({ made }) {
  const size = `${(made.size_bytes / 1e6).toFixed(1)} MB`;
  const name = made.is_album ? `${made.path}/` : made.path;
  return html`
    ${made.is_album ? name : html`<a href=${`/sounds/${made.id}`} download=${made.name}>${name}</a>`} ${clock(made.duration_ms)}, ${size}
    ${[...made.remarks, ...made.shortcomings].map((each) => html`<span class="note">${each}</span>`)}
  `;
}

function Command({ command }) {
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    set({ message: "The command is copied." });
  };
  return html`<span class="command"><code>${command}</code><button class="plain" aria-label="copy the command" onClick=${copy}>Copy</button></span>`;
}
