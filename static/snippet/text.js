// Words for people, without what should not leave the page.

const MAX_LENGTH = 2048; // the collector takes no more, and to search in more could take long

// Addresses stand in addresses, where each sign is written as %3F, or in one more of them as %253F.
const BEFORE = "(?:[?&#;]|%(?:25)*(?:3f|26|23|3b))";
const EQUALS = "(?:=|%(?:25)*3d)";
const PART = `(?:(?!${BEFORE}|${EQUALS})\\S)*`;
const SECRETS = [
  PART + "(?:token|secret|passw|oauth|jwt|api_?key|sess_?id|session_?id)" + PART,
  `(?:${PART}[._-])?(?:code|pwd|pw|auth|authorization|otp|sig|signature|sid|session|key)`,
];
const SECRET = new RegExp(`(${BEFORE}(?:${SECRETS.join("|")})${EQUALS})(?:(?!${BEFORE})\\S)+`, "gi");

/** An address or a title without e-mail addresses, and without the values of parameters that sound like a secret. */
export const masked = (text) =>
  text
    .slice(0, MAX_LENGTH)
    .replace(/[^\s/?&#=:]+(@|%(25)*40)[^\s/?&#=]+/gi, "*")
    .replace(SECRET, "$1*");
