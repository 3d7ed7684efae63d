// Words for people, without what should not leave the page.

const MAX_LENGTH = 2048; // the collector takes no more, and to search in more could take long

// Addresses stand in addresses, where each sign is written as %3F, or in one more of them as %253F.
const PART = "([^?&#;=\\s%]|%(?=(25)*5))*?";
const WITHIN = "token|secret|pass(w|c)|oauth|jwt|(access|api|auth|private|reset|sess|session)(\\w{0,9}key|_?(code|id))";
const AT_THE_END = "pass|key|pin|code|pwd?|t?otp|sid|sig(nature)?|session|auth(orization)?";

// The parameters that sound like a secret, after such a sign. What is written in a value as %26 may be a part of it.
const secrets = (before, ends) =>
  new RegExp(
    `((${before})(${PART}(${WITHIN})${PART}|(${PART}([._[-]|5b))?(${AT_THE_END})[\\]%25d]*)(=|%(25)*3d))[^\\s&#${ends}]+`,
    "gi",
  );

// In a path they end where the next one or the query begins. In a query neither of these signs ends anything.
const IN_PATH = secrets(";", ";?");
const IN_QUERY = secrets("[?&#]|%(25)*(3[fb]|2[36])", "");

/** An address or a title without e-mail addresses, and without the values of parameters that sound like a secret. */
export const masked = (text) =>
  text
    .slice(0, MAX_LENGTH)
    .replace(/[^\s/?&#=:]+(@|%(25)*40)[^\s/?&#=:]+/gi, "*")
    .replace(IN_PATH, "$1*")
    .replace(IN_QUERY, "$1*");
