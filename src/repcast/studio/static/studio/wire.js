// What the page asks of the studio: by POST, with this run's token, which never leaves this tab.

const KEPT = "repcast.token";

/** Keep the token that the start address carries, and return the rest of the fragment. */
export function takeToken(fragment) {
  const found = /^#token=([\w-]+)(?:\/(.*))?$/s.exec(fragment);
  if (!found) return fragment;
  sessionStorage.setItem(KEPT, found[1]);
  return `#${found[2] ?? ""}`;
}

function post(path, body, signal) {
  return fetch(path, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", "X-Repcast-Token": sessionStorage.getItem(KEPT) ?? "" },
    body: JSON.stringify(body ?? {}),
  });
}

const refused = (problem, hint) => ({ kind: "refused", problem, hint, problems: [] });

const STATUSES = {
  403: refused("this page belongs to an earlier run of the studio", "open the address that repcast studio has printed"),
  413: refused("this is too long for the studio", "at most 1 MiB at a time"),
};

const GONE = refused("the studio does not answer", "start it again: repcast studio");

function problemOf(response) {
  return STATUSES[response.status] ?? refused(`the studio answers ${response.status}`, "load the page again");
}

/** Ask, and return the answer; where there is none, a refusal. */
export async function ask(path, body) {
  try {
    const response = await post(path, body);
    return response.ok ? await response.json() : problemOf(response);
  } catch {
    return GONE;
  }
}

/** Ask, and hand over each line of the answer as it comes, until the signal is aborted. */
export async function follow(path, body, signal, heard) {
  try {
    const response = await post(path, body, signal);
    if (!response.ok) return heard(problemOf(response));
    await eachLine(response.body, (line) => signal.aborted || heard(JSON.parse(line)));
  } catch (error) {
    if (!signal.aborted) heard(error instanceof TypeError ? GONE : refused(String(error), ""));
  }
}

async function eachLine(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    lines.forEach(heard);
  }
}
