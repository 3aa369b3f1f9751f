/**
 * The sound: one plain audio element. What it plays is either kept by the service worker, or loaded into memory in the
 * background, so that it plays on when the program that served it has ended.
 */

import { at } from "./page.js";

const audio = /** @type {HTMLAudioElement} */ (at("sound"));

export class Sound extends EventTarget {
  #loading = new AbortController();
  #held = "";
  /** Where to begin once the file is open: WebKit forgets a moment that is set before. @type {number | null} */
  #beginning = null;

  constructor() {
    super();
    audio.addEventListener("loadedmetadata", () => this.#begin());
    const told = ["play", "playing", "pause", "timeupdate", "seeked", "ended", "loadedmetadata"];
    for (const name of told) audio.addEventListener(name, () => this.dispatchEvent(new Event(name)));
    audio.addEventListener("error", () => audio.error && audio.src && this.#tell("trouble"));
  }

  /** Where it is, in whole milliseconds. */
  get ms() {
    return this.#beginning ?? Math.round(audio.currentTime * 1000);
  }

  get isPlaying() {
    return !audio.paused && !audio.ended;
  }

  /** Take up another file. @param {import("./take.js").Take} take @param {boolean} isKept by a service worker */
  open(take, isKept) {
    this.close();
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
    this.#beginning = null;
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
    this.#goTo(ms);
    this.#tell("moved");
  }

  #goTo(ms) {
    this.#beginning = ms;
    if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) this.#begin();
  }

  #begin() {
    if (this.#beginning !== null) audio.currentTime = this.#beginning / 1000;
    this.#beginning = null;
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
    const { ms, isPlaying } = this;
    const begun = audio.ended ? 0 : ms;
    audio.src = this.#held;
    if (begun) this.#goTo(begun);
    if (isPlaying) this.play();
  }

  #tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
