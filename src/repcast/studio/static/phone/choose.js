/** The list of sessions to choose from. */

import { at, make, said } from "./page.js";
import { clock } from "./take.js";

/** Show the takes, each as a link. @param {import("./take.js").Take[]} takes */
export function showChoice(takes) {
  at("takes").replaceChildren(...takes.map(card));
}

const card = (take) =>
  make(
    "li",
    {},
    make(
      "a",
      { href: `#${take.key}` },
      make("img", { src: take.cover, alt: "", width: 96, height: 96, loading: "lazy" }),
      said(take.title, take.language, "strong"),
      make("span", {}, clock(take.duration_ms)),
    ),
  );
