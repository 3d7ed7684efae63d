// What the page says of its user, for experiments that are for some of them only.
import { consent } from "./consent.js";
import { get, put } from "./storage.js";

/** Learn what an `identify` says. Nothing of one user is held true of another. */
export function learn({ user_id, traits }) {
  const [user, known] = JSON.parse(get("traits") || "[]");
  if (consent != "denied") put("traits", JSON.stringify([user_id, { ...(user == user_id && known), ...traits }]));
}
