// Words for people, without what should not leave the page.

const MAX_LENGTH = 2048; // the collector takes no more, and to search in more could take long

// Addresses stand in addresses, where each sign is written as %3F, or in one more of them as %253F.
const BEFORE = "([?&#;]|%(25)*(3f|26|23|3b))";
const EQUALS = "(=|%(25)*3d)";
const PART = "([^?&#;=\\s%]|%(?=(25)*5))*?";
const WITHIN = "token|secret|passw|oauth|jwt|(api|auth|sess|session)_?(key|code|id)";
const AT_THE_END = "key|code|pwd?|otp|sid|sig(nature)?|session|auth(orization)?";
// A value goes on to the next plain sign: what is written in it as %26 may be a part of the secret.
const SECRET = new RegExp(
  `(${BEFORE}(${PART}(${WITHIN})${PART}|(${PART}([._[-]|5b))?(${AT_THE_END})[\\]%25d]*)${EQUALS})[^\\s?&#;]+`,
  "gi",
);

/** An address or a title without e-mail addresses, and without the values of parameters that sound like a secret. */
export const masked = (text) =>
  text
    .slice(0, MAX_LENGTH)
    .replace(/[^\s/?&#=:]+(@|%(25)*40)[^\s/?&#=:]+/gi, "*")
    .replace(SECRET, "$1*");
