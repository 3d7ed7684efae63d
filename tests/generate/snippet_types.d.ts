// Types of `window.beheld`. Made by `make generate` from the collector's schemas: do not edit.
// Put `/// <reference path="beheld.d.ts" />` into a file that calls it, or name this file in tsconfig.json.

declare namespace Beheld {
  /** Text, or a number, which is as good as its digits. */
  type Id = string | number;

  /** An amount in units of its currency: "19.90" or 19.9. */
  type Money = string | number;

  /** Pieces, or a weight or length. */
  type Quantity = string | number;

  /** Anything that JSON can say. */
  type Json = string | number | boolean | null | Json[] | { [name: string]: Json | undefined };

/* generated */

  /** What `beheld("action", …)` places, and when. */
  interface Plan extends Pick<Execute, "action" | "variation" | "kind" | "campaign"> {
    /** Where it is placed: a CSS selector. */
    selector?: string;
    /** How high its content would be, for the variation `control`. */
    height?: number;
    trigger?: Trigger;
    /** Places it: gets the element that `selector` found, and gives back the one that holds the content. */
    place?: (element: any) => Element | null | undefined | void | Promise<Element | null | undefined | void>;
  }

  /** What `beheld("survey", …)` asks, and when. */
  interface SurveyPlan extends Pick<Execute, "action" | "variation" | "campaign"> {
    instrument?: "nps" | "csat";
    /** The best score of `csat`: 5 unless given; it begins with 1. `nps` runs from 0 to 10. */
    scale?: number;
    /** Where it stands: a CSS selector. Without, it stands in the corner of the window. */
    selector?: string;
    /** When: without a `cap`, NPS once in 91 days and CSAT once in 30. */
    trigger?: Trigger;
    /** Predefined answers, of which any may be chosen after the score. */
    options?: string[];
    /** Whether there is room for words of one's own; yes, unless it is false. */
    comment?: boolean;
    texts?: Partial<Record<"question" | "low" | "high" | "options" | "comment" | "next" | "send" | "thanks" | "close", string>>;
    lang?: string;
    dir?: "ltr" | "rtl" | "auto";
    /** For browsers without constructable style sheets, where a policy asks for one. */
    nonce?: string;
  }

  /** Of which experiment `beheld("variation", …)` asks, and what the page knows of its visitor then. */
  interface Asked {
    experiment: string;
    /** For experiments that are for some visitors only; they stand before those of the last `identify`. */
    traits?: Record<string, unknown>;
  }

  /** When an action is placed: all of these must hold. */
  interface Trigger {
    delay_ms?: number;
    exit_intent?: boolean;
    /** At most so often: in a view, in a session, or `times` (1 if not said) in so many `days`. */
    cap?: { view?: number; session?: number; days?: number; times?: number };
    /** Paths, where `*` stands for anything. */
    pages?: string | string[];
    device?: Device | Device[];
    /** Only with the visitor's consent. */
    consent?: boolean;
  }

  type Device = "desktop" | "tablet" | "mobile";
  type Consent = "granted" | "pending" | "denied";

  interface Call {
    /** Place an action when its moment has come. */
    (command: "action", plan: Plan): void;
    /** Show a survey when its moment has come. With a `score` it is an answer, which is recorded. */
    (command: "survey", plan: SurveyPlan): void;
    /** The shop has added to the cart what a `data-bh-quick-add="confirm"` waits for; of what is given, it holds. */
    (command: "confirm", fields?: { item?: string; quantity?: number | string; price?: number | string }): void;
    /** This visitor's variation, if it is known by now; `tell` is called once, as soon as it is, with null if none is theirs. */
    (command: "variation", experiment: string | Asked, tell?: (variation: string | null) => void): string | null;
    /** Show what is recorded, over the page. */
    (command: "debug"): void;
    /** What the visitor allows. */
    (command: "consent", choice: Consent): void;
/* calls */
    /** Calls that wait for the script. */
    q?: ArrayLike<unknown>[];
  }
}

interface Window {
  beheld: Beheld.Call;
}

declare var beheld: Beheld.Call;
