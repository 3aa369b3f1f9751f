// The page's state in its address: `#core?set=rounds=2&level=long`, which are the command's flags themselves.

const LISTS = ["level", "scale", "set"];

export const NO_FLAGS = Object.freeze({});

/** Return the session and the flags that a fragment names; no session for the list of them. */
export function read(fragment) {
  const text = fragment.replace(/^#/, "");
  const cut = text.indexOf("?");
  const name = decoded(cut < 0 ? text : text.slice(0, cut));
  const flags = {};
  for (const pair of cut < 0 ? [] : text.slice(cut + 1).split("&").filter(Boolean)) {
    const equals = pair.indexOf("=");
    const key = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? "" : decoded(pair.slice(equals + 1));
    if (LISTS.includes(key)) (flags[key] ??= []).push(value);
    else if (key === "fit") flags.fit = value;
    else if (key === "beyond-range") flags[key] = true;
  }
  return { name, flags };
}

/** Return the fragment that names a session and its flags. */
export function write(name, flags) {
  const pairs = [];
  for (const key of LISTS) for (const value of flags[key] ?? []) pairs.push(`${key}=${encoded(value)}`);
  if (flags["beyond-range"]) pairs.push("beyond-range");
  if (flags.fit) pairs.push(`fit=${encoded(flags.fit)}`);
  return `#${encoded(name)}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

const encoded = (text) => encodeURIComponent(text).replaceAll("%3D", "=").replaceAll("%2F", "/");

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
