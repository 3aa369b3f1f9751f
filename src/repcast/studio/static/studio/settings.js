// What holds for the whole session: level, talk, how long it is to be, factors, voice, music and loudness.

import { Field } from "./field.js";
import { html } from "./html.js";
import { press, set, state } from "./store.js";
import { ask } from "./wire.js";

const QUANTITIES = ["holds", "work", "rests", "reps"];
const FACTORS = { least: 0.5, most: 2, step: 0.1 };

export function Settings() {
  const { outline } = state;
  return html`
    <div class="settings">
      <div class="pair">
        ${outline.levels.length
          ? html`<label>Level
              <select value=${outline.level} onChange=${(event) => press({ do: "level", name: event.target.value })}>
                <option value="">none</option>
                ${outline.levels.map((name) => html`<option value=${name}>${name}</option>`)}
              </select></label>`
          : null}
        <label>Talk
          <select value=${outline.talk} onChange=${(event) => press({ do: "talk", level: event.target.value })}>
            ${outline.talks.map((level) => html`<option value=${level}>${level}</option>`)}
          </select></label>
        <${Text} label="Fit to" hint="20m" value=${fitOf(outline)} take=${(length) => press({ do: "fit", length })} />
      </div>
      ${outline.fit ? html`<p class="note">${outline.fit}</p>` : null}
      <details>
        <summary>Factors, voice, music</summary>
        <div class="factors">${QUANTITIES.map((quantity) => html`<${Factor} key=${quantity} quantity=${quantity} factor=${outline.scale[quantity] ?? 1} />`)}</div>
        <${Voices} />
        <${Text} label="Music" hint="a file or a folder; none" value=${outline.music} take=${(text) => press({ do: "set", key: "music", text })} />
        <${Text} label="Loudness, LUFS" hint="-19, with music -16" value=${outline.loudness_lufs ?? ""} take=${(text) => press({ do: "set", key: "mix.loudness_lufs", text })} />
      </details>
      ${outline.beyond_range || outline.rows.some((row) => row.author)
        ? html`<p class="ranges">
            <button class="plain" aria-pressed=${outline.beyond_range} onClick=${() => press({ do: "beyond-range" })}>
              ${outline.beyond_range ? "Let the author's ranges hold" : "Lift the author's ranges"}
            </button>
          </p>`
        : null}
    </div>
  `;
}

const fitOf = (outline) => outline.flags.fit ?? "";

function Text({ label, hint, value, take }) {
  return html`<label>${label} <${Field} value=${value} placeholder=${hint} take=${take} /></label>`;
}

function Factor({ quantity, factor }) {
  const { least, most, step } = FACTORS;
  const change = (event) => press({ do: "scale", quantity, factor: Number(event.target.value) });
  return html`<label>${quantity} ×${Number(factor).toFixed(1)}
    <input type="range" min=${least} max=${most} step=${step} value=${factor} aria-valuetext=${`times ${Number(factor).toFixed(1)}`} onChange=${change} /></label>`;
}

/** Who speaks. The list is asked for once somebody looks at it: engines take a while to say. */
function Voices() {
  const { outline, voices } = state;
  const look = async () => {
    if (voices) return;
    const found = await ask("/voices");
    if (found.kind !== "refused") set({ voices: found });
  };
  const known = voices ?? [];
  const isListed = known.some((voice) => voice.name === outline.voice);
  const option = (voice) => html`<option value=${voice.name}>${[...new Set([voice.name, voice.label, voice.language])].filter(Boolean).join(", ")}</option>`;
  return html`<label>Voice
    <select value=${outline.voice} onFocus=${look} onPointerDown=${look} onChange=${(event) => press({ do: "set", key: "voice.name", text: event.target.value })}>
      <option value="">the usual one</option>
      ${outline.voice && !isListed ? html`<option value=${outline.voice}>${outline.voice}</option>` : null}
      <optgroup label="natural">${known.filter((voice) => voice.natural).map(option)}</optgroup>
      <optgroup label="of the system">${known.filter((voice) => !voice.natural).map(option)}</optgroup>
    </select></label>`;
}
