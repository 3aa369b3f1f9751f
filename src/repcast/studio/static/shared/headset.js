/** Buttons outside a page: headset, watch, lock screen and car, by the Media Session API. */

const session = navigator.mediaSession;
const isApplePhone = /iP(hone|ad|od)/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/**
 * Say what the buttons do. Seeking is offered everywhere but on iPhones and iPads, which would show ±10 s in the place
 * of "next".
 * @param {{play(): void, pause(): void, previous(): void, next(): void, seek(ms: number): void, ms: number}} player
 */
export function takeButtons(player) {
  if (!session) return;
  const by = (offset) => (details) => player.seek(player.ms + Math.sign(offset) * (details.seekOffset ?? Math.abs(offset)) * 1000);
  const seeking = isApplePhone
    ? { seekto: null, seekbackward: null, seekforward: null }
    : { seekto: (details) => player.seek(details.seekTime * 1000), seekbackward: by(-10), seekforward: by(10) };
  const actions = {
    play: () => player.play(),
    pause: () => player.pause(),
    previoustrack: () => player.previous(),
    nexttrack: () => player.next(),
    ...seeking,
  };
  for (const [action, does] of Object.entries(actions)) {
    try {
      session.setActionHandler(action, does);
    } catch {
      // this browser does not know the action
    }
  }
}

/** Show a step on the lock screen, with its session's title. @param {string} cover as a data: URL; empty for none */
export function tellStep(step, title, cover = "") {
  if (!session) return;
  session.metadata = new MediaMetadata({
    title: step,
    artist: title,
    album: "repcast",
    artwork: cover ? [{ src: cover, sizes: "1400x1400", type: "image/png" }] : [],
  });
}

/** Show where in a file of some length it is, and whether it plays. */
export function tellPosition(length_ms, ms, isPlaying) {
  if (!session) return;
  session.playbackState = isPlaying ? "playing" : "paused";
  const duration = length_ms / 1000;
  session.setPositionState?.({ duration, position: Math.min(ms / 1000, duration), playbackRate: 1 });
}
