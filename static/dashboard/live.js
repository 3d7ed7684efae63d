// Asks each second for the events that came after those on the page. Without it the page shows the latest when loaded.
const EVERY_MS = 1000;
const AFTER_TROUBLE_MS = 5000;
const MAX_LINES = 300;
const list = document.getElementById("live");
const state = document.getElementById("live-state");
const beginning = document.getElementById("beginning");
let after = list.dataset.after;

async function answer(address) {
  const response = await fetch(address, { cache: "no-store", redirect: "error" });
  if (!response.ok) throw new Error(String(response.status));
  return response;
}

function elementsOf(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

async function addLines() {
  const address = new URL(list.dataset.lines, location.href);
  address.searchParams.set("after", after);
  const response = await answer(address);
  const lines = elementsOf(await response.text());
  after = response.headers.get("Beheld-After");
  if (!lines.firstElementChild) return;
  list.prepend(lines);
  while (list.childElementCount > MAX_LINES) list.lastElementChild.remove();
}

// The card changes only while a site begins, and where origins were turned away.
async function renewBeginning() {
  if (!beginning.querySelector("#waiting, #arrived, #turned-away") || beginning.contains(document.activeElement))
    return;
  const html = await (await answer("/live/beginning")).text();
  if (html === beginning.dataset.shown) return;
  beginning.dataset.shown = html;
  beginning.replaceChildren(elementsOf(html));
}

async function look() {
  let wait = EVERY_MS;
  try {
    if (!document.hidden) {
      await addLines();
      await renewBeginning();
    }
    state.textContent = "New events appear by themselves.";
  } catch {
    wait = AFTER_TROUBLE_MS;
    state.textContent = "The server does not answer, or you are signed out. Trying again …";
  }
  setTimeout(look, wait);
}

look();
