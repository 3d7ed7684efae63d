// What the page says of its user, for experiments that are for some of them only.
import { consent } from "./consent.js";
import { get, put } from "./storage.js";

// [The user, their traits].
const kept = () => JSON.parse(get("traits") || "[]");

/** The traits of the user of now. */
export const traits = () => kept()[1] || {};

/** Learn what an `identify` says. Nothing of one user is held true of another. */
export function learn({ user_id, traits }) {
  const [user, known] = kept();
  if (consent != "denied") put("traits", JSON.stringify([user_id, { ...(user == user_id && known), ...traits }]));
}
