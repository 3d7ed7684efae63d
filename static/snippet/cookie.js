// First-party cookies of ours, which the shop's server can read, and which reach its other subdomains if the tag has them do so.
import { safely } from "./safely.js";
import { option, doc } from "./script_tag.js";

const MAX_AGE_S = 34560000; // 400 days: browsers allow no more

/** The domain on the tag, if the cookies are for all of its subdomains. */
export const shared = option("cookie-domain");

/** The value of a cookie; undefined where there is none, or none may be read. */
export const readCookie = safely((name) => ("; " + doc.cookie).split("; " + name + "=")[1]?.split(";")[0]);

const write = safely((name, value, seconds, domain) => {
  doc.cookie =
    `${name}=${value};path=/;samesite=lax;max-age=${seconds};domain=${domain || ""}` +
    (location.protocol == "https:" ? ";secure" : "");
});

/** Write a cookie. */
export const writeCookie = (name, value) => write(name, value, MAX_AGE_S, shared);

/** Delete a cookie, whichever of the host's domains it was written for. None is for all of `.com`, and Firefox says so in the console. */
export function deleteCookie(name, domain = location.hostname) {
  write(name, "", 0, domain);
  if (domain) deleteCookie(name, domain.replace(/^[^.]*\.?([^.]*$)?/, ""));
}
