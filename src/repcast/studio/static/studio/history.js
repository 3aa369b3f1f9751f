// Undo and redo: the states of one session, oldest first, and which of them holds. Kept while the tab is open.

const MOST = 200;

/** Return a history that begins with a state. */
export const begun = (state) => ({ states: [state], at: 0, gesture: "" });

export const now = (history) => history.states[history.at];
export const canUndo = (history) => history.at > 0;
export const canRedo = (history) => history.at < history.states.length - 1;
export const undone = (history) => ({ ...history, at: Math.max(0, history.at - 1), gesture: "" });
export const redone = (history) => ({ ...history, at: Math.min(history.states.length - 1, history.at + 1), gesture: "" });

/** Return the history with a new state; what one gesture changes, such as drawing a slider, is undone at once. */
export function changed(history, state, gesture) {
  if (JSON.stringify(state) === JSON.stringify(now(history))) return history;
  const goesOn = gesture !== "" && gesture === history.gesture;
  const kept = history.states.slice(0, history.at + (goesOn ? 0 : 1)).slice(-MOST);
  return { states: [...kept, state], at: kept.length, gesture };
}

/** Return the history with the state that holds written as the studio writes it. */
export const settled = (history, state) => ({ ...history, states: history.states.with(history.at, state) });

const key = (name) => `repcast.history.${name}`;

/** Return what was kept of a session whose state is as the address says; a new history where nothing is. */
export function restored(name, state) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(name)) ?? "null");
    const held = kept && now(kept);
    if (held && JSON.stringify(held.flags) === JSON.stringify(state.flags)) return { ...kept, gesture: "" };
  } catch {
    // what is kept there is of no use
  }
  return begun(state);
}

export function keep(name, history) {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(history));
  } catch {
    sessionStorage.removeItem(key(name)); // it has become too large: the last states are in memory alone
  }
}
