// What can be changed: a row for each value, with its slider, its number, the author's range, and the way back.

import { Field } from "./field.js";
import { html } from "./html.js";
import { press, set, state } from "./store.js";

export function Rows() {
  const { outline, find, selected } = state;
  const wanted = find.toLowerCase();
  const shown = outline.rows.filter((row) => row.label.toLowerCase().includes(wanted));
  return html`
    <ul class="rows">
      ${shown.map((row) => html`<${Row} key=${row.setting} row=${row} isSelected=${row.setting === selected} />`)}
      ${shown.length ? null : html`<li class="quiet">Nothing has that name.</li>`}
    </ul>
  `;
}

function Row({ row, isSelected }) {
  const id = `row-${row.setting}`;
  const to = (value) => press({ do: "value", setting: row.setting, value });
  return html`
    <li class=${`row${isSelected ? " is-selected" : ""}`} data-setting=${row.setting} onFocusIn=${() => set({ selected: row.setting })}>
      <label for=${id}>${row.changed ? html`<span class="changed" title="changed">●<span class="unseen">changed: </span></span>` : null}${row.label}</label>
      <output for=${id}>${row.amount}</output>
      <span class="pull">
        <button class="step" aria-label=${`less: ${row.label}`} onClick=${() => press({ do: "change", setting: row.setting, by: -1 })}>−</button>
        <input
          type="range"
          id=${id}
          min=${row.least}
          max=${row.most}
          step=${row.press}
          value=${row.value}
          aria-valuetext=${row.amount}
          onInput=${(event) => to(Number(event.target.value))}
          onChange=${(event) => (event.target.value = row.value)}
        />
        <button class="step" aria-label=${`more: ${row.label}`} onClick=${() => press({ do: "change", setting: row.setting, by: 1 })}>+</button>
        <${Typed} row=${row} />
      </span>
      ${row.note || row.changed
        ? html`<span class="row-end">
            <span class="note">${row.note}</span>
            ${row.changed
              ? html`<button class="plain" aria-label=${`reset ${row.label} to ${row.written}`} onClick=${() => press({ do: "reset", setting: row.setting })}>Reset to ${row.written}</button>`
              : null}
          </span>`
        : null}
    </li>
  `;
}

/** A value to type, as the command line takes it: `45s`, `1m30s`, `12`, `400 m`. */
function Typed({ row }) {
  const take = (text) => text && press({ do: "set", key: row.setting, text });
  return html`<${Field} aria-label=${`${row.label}, typed`} value=${row.text} take=${take} />`;
}
