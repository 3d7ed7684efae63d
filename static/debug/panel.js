// The panel: whose page view this is, its actions, its events.
import { fill, make } from "./elements.js";

const CORNERS = ["bottom right", "bottom left", "top left", "top right"];

const row = ({ name, state, detail, advice, isBad, isSeen }) =>
  make(
    "li",
    {},
    make("b", {}, name),
    make("span", { class: isBad || isSeen === false ? "bad" : isSeen ? "good" : "" }, state),
    detail && make("small", {}, detail),
    advice && make("small", {}, advice),
  );

/** A panel at the end of `root`: `show` it what there is; `close` is called when it is closed. */
export function newPanel(root, close) {
  const facts = make("dl", {});
  const lists = make("div", {});
  const move = make("button", { type: "button" }, "Move");
  const end = make("button", { type: "button" }, "Close");
  const body = make("div", { class: "body", tabindex: 0, role: "group", "aria-label": "What is recorded" });
  const panel = make("section", { role: "region", "aria-label": "Beheld debug" });
  let corner = 0;
  const place = () => (panel.className = CORNERS[corner % CORNERS.length]);

  body.append(facts, lists);
  panel.append(make("header", {}, make("h2", {}, "Beheld"), move, end), body);
  move.addEventListener("click", () => place(corner++));
  end.addEventListener("click", close);
  panel.addEventListener("keydown", ({ key }) => key == "Escape" && close());
  place();
  root.append(panel);

  return function show(known, sections) {
    fill(facts, Object.entries(known), ([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
    fill(lists, Object.entries(sections), ([name, rows]) =>
      make("div", {}, make("h3", {}, `${name} (${rows.length})`), make("ul", {}, ...rows.map(row))),
    );
  };
}
