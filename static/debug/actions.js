// Each action of the view, in words: whether it was delivered, and why it was not.
import { skips } from "./log.js";
import { ADVICE, LABELS } from "./reasons.js";

const PIXELS = /^(top|left|deepest|page)$/;

const labelOf = (reason) => LABELS[reason] || reason || LABELS.unknown;

const detailOf = (detail) =>
  detail && typeof detail == "object"
    ? Object.entries(detail)
        .filter(([, value]) => value != null)
        .map(([name, value]) => name.replace(/_/g, " ") + " " + value + (PIXELS.test(name) ? " px" : ""))
        .join(", ")
    : "";

function wordsOf({ which, kind, items, seen, delivered, used }, boxes, { reason, detail }) {
  const { action, variation } = which;
  const isGhost = variation == "control";
  const name = [action, variation, kind].filter(Boolean).join(" · ");
  const count = items.size ? `, ${seen.size} of ${items.size} items` : "";
  if (delivered || used) return { name, isSeen: true, state: (isGhost ? "Place seen" : "Delivered") + count };
  if (boxes[0] && boxes.every(({ near }) => near == null)) return { name, state: "Not looked at yet" };
  return {
    name,
    state: "Not seen: " + labelOf(reason),
    detail: detailOf(detail),
    advice: ADVICE[reason],
  };
}

/** What is told of each action: what `explain` of the snippet says, and what was not placed. What was seen comes last. */
export const actionsOf = (explained) => [
  ...explained
    .map(([impression, boxes, why]) => ({ ...wordsOf(impression, boxes, why), impression, boxes }))
    .sort((a, b) => !!a.isSeen - !!b.isSeen),
  ...[...skips].map(([name, { reason, detail }]) => ({
    name,
    state: "Not placed: " + labelOf(reason),
    detail: detailOf(detail),
    advice: ADVICE[reason],
    boxes: [],
  })),
];
