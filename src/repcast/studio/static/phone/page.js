/** The page's elements, found by id and made: text is always inserted as text. */

/** @returns {HTMLElement} */
export const at = (id) => document.getElementById(id);

/** Return a new element with attributes, and children that are elements or texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Return a text in a session's language, which may be written from right to left. */
export const said = (text, language, name = "span") => make(name, { lang: language, dir: "auto" }, text);

/** Change a text only where it is another, so that nothing is read out or drawn again. */
export function write(id, text) {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

/** Show what went wrong, in words. */
export function complain(text) {
  write("trouble", text);
  at("trouble").hidden = !text;
}
