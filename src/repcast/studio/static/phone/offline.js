/** Where this page is published, a service worker keeps it and its sound; a newer version takes over when it may. */

import { isBusy } from "./player.js";
import { at, write } from "./page.js";

/** Whether the page is published: only then has it a manifest, and only a secure origin may have a service worker. */
export const isPublished = Boolean(document.querySelector('link[rel="manifest"]')) && "serviceWorker" in navigator;

let isWanted = false;

/** Have the page and its files kept. */
export async function keep() {
  const { serviceWorker } = navigator;
  const hadOne = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => hadOne && offer(() => location.reload()));
  const registration = await serviceWorker.register("sw.js");
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => worker.state === "installed" && hadOne && offerWorker(worker));
  });
  if (registration.waiting) offerWorker(registration.waiting);
  if (hadOne) registration.update().catch(() => {}); // at once, where there is a network; the browser itself takes its time
  await serviceWorker.ready;
  write("kept", "Kept on this device: it plays without a network. Download the file to have it elsewhere.");
}

const offerWorker = (worker) => offer(() => worker.postMessage("take over"));

/** Go on with a newer version at once; where a session was begun, only when asked to. */
function offer(goOn) {
  if (isWanted || !isBusy()) {
    goOn();
    return;
  }
  at("newer").hidden = false;
  at("load-newer").onclick = () => {
    isWanted = true;
    goOn();
  };
}
