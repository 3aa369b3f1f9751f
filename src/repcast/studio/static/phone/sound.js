/**
 * The sound: one plain audio element. What it plays is either kept by the service worker, or loaded into memory in the
 * background, so that it plays on when the program that served it has ended.
 */

import { at } from "./page.js";

const audio = /** @type {HTMLAudioElement} */ (at("sound"));

export class Sound extends EventTarget {
  #take = null;
  #loading = new AbortController();
  #held = "";

  constructor() {
    super();
    const told = ["play", "playing", "pause", "timeupdate", "seeked", "ended", "loadedmetadata"];
    for (const name of told) audio.addEventListener(name, () => this.dispatchEvent(new Event(name)));
    audio.addEventListener("error", () => audio.error && audio.src && this.#tell("trouble"));
  }

  /** Where it is, in whole milliseconds. */
  get ms() {
    return Math.round(audio.currentTime * 1000);
  }

  get isPlaying() {
    return !audio.paused && !audio.ended;
  }

  /** Take up another file. @param {import("./take.js").Take} take @param {boolean} isKept by a service worker */
  open(take, isKept) {
    this.close();
    this.#take = take;
    audio.src = take.file;
    if (!isKept) this.#hold(take);
  }

  /** Let go of the file. */
  close() {
    this.#loading.abort();
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
    if (this.#held) URL.revokeObjectURL(this.#held);
    this.#held = "";
  }

  play() {
    return audio.play().catch((error) => {
      if (error.name === "NotAllowedError") this.#tell("trouble");
    });
  }

  pause() {
    audio.pause();
  }

  toggle() {
    return this.isPlaying ? this.pause() : this.play();
  }

  seek(ms) {
    audio.currentTime = ms / 1000;
    this.#tell("moved");
  }

  /** Load the whole file into memory, and go on from there at the same moment. */
  async #hold(take) {
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      const response = await fetch(take.file, { signal });
      const blob = response.ok ? await response.blob() : null;
      if (signal.aborted) return;
      if (blob?.size !== take.size_bytes) throw new Error("not whole");
      this.#held = URL.createObjectURL(blob);
      this.#changeOver();
      this.#tell("held");
    } catch {
      if (!signal.aborted) this.#tell("not-held");
    }
  }

  #changeOver() {
    const { currentTime, ended } = audio;
    const wasPlaying = this.isPlaying;
    audio.src = this.#held;
    if (currentTime && !ended) audio.currentTime = currentTime;
    if (wasPlaying) this.play();
  }

  #tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
