// Adds events to the page as they arrive, by server-sent events. Without it the page shows the latest when loaded.
const AFTER_TROUBLE_MS = 5000;
const MAX_LINES = 300;
const list = document.getElementById("live");
const state = document.getElementById("live-state");
const beginning = document.getElementById("beginning");
let after = list.dataset.after;
let source;
let trouble;

function listen() {
  const address = new URL(list.dataset.events, location.href);
  address.searchParams.set("after", after);
  source = new EventSource(address);
  source.addEventListener("open", () => {
    clearTimeout(trouble);
    trouble = undefined;
    state.textContent = "New events appear by themselves.";
    renewBeginning().catch(() => {}); // the next answer tries it again
  });
  source.addEventListener("message", (event) => {
    after = event.lastEventId;
    list.prepend(elementsOf(event.data));
    while (list.childElementCount > MAX_LINES) list.lastElementChild.remove();
  });
  // Each answer ends, and the browser asks again: it is trouble only if no other comes, or if the browser gives up.
  source.addEventListener("error", () => (trouble ??= setTimeout(listenAgain, AFTER_TROUBLE_MS)));
}

function listenAgain() {
  trouble = undefined;
  state.textContent = "The server does not answer, or you are signed out. Trying again …";
  source.close();
  listen();
}

// The card changes only while a site begins, and where origins were turned away.
async function renewBeginning() {
  if (!beginning.querySelector("#waiting, #arrived, #turned-away") || beginning.contains(document.activeElement))
    return;
  const response = await fetch("/live/beginning", { cache: "no-store", redirect: "error" });
  const html = await response.text();
  if (!response.ok || html === beginning.dataset.shown) return;
  beginning.dataset.shown = html;
  beginning.replaceChildren(elementsOf(html));
}

function elementsOf(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(trouble);
  trouble = undefined;
  source.close();
  if (!document.hidden) listen();
});
listen();
