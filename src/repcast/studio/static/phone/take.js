/**
 * What is where in a take: pure functions of `sessions.json`, in whole milliseconds.
 * @typedef {{name: string, side: string, kind: string, purpose: string, rounds: [number, number][],
 *   start_ms: number, end_ms: number}} Step
 * @typedef {{key: string, file: string, cover: string, name: string, album: string, size_bytes: number, title: string,
 *   language: string, voice: string, duration_ms: number, steps: Step[], exercises: number[],
 *   transcript: {at_ms: number, text: string}[]}} Take
 */

/** For so long "previous" goes to the exercise before; later to the start of this one, as music players do. */
const JUST_BEGUN_MS = 3000;

/** Return the index of the step that is heard at a time; the last one at the end. @param {Take} take */
export function stepAt(take, ms) {
  let low = 0, high = take.steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (take.steps[middle].end_ms > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Return when the next exercise begins; after the last one, what follows it; null at the end. @param {Take} take */
export function nextStart(take, ms) {
  const starts = startsOf(take);
  const last = take.steps[take.exercises.at(-1)];
  return [...starts, last.end_ms].find((start) => start > ms && start < take.duration_ms) ?? null;
}

/** Return where "previous" goes: an exercise's start, or that of the file. @param {Take} take */
export function previousStart(take, ms) {
  return startsOf(take).findLast((start) => start <= ms - JUST_BEGUN_MS) ?? 0;
}

/** Return a step's name with its side. @param {Step} step */
export const label = (step) => (step.side ? `${step.name}, ${step.side}` : step.name);

/** Return which round it is, such as `Round 1 of 3 · 2 of 8`; nothing where there is one alone. @param {Step} step */
export const rounds = (step) =>
  step.rounds.length ? `Round ${step.rounds.map(([n, of]) => `${n} of ${of}`).join(" · ")}` : "";

/** Return a length as people read it: `1:05`, `1:00:05`. Parts of a second count as one, for it is not over yet. */
export function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.map((part, at) => (at ? String(part).padStart(2, "0") : part)).join(":");
}

/** Return a size as people read it. */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** @param {Take} take */
const startsOf = (take) => take.exercises.map((index) => take.steps[index].start_ms);
