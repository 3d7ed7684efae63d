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
    /** The shop has added to the cart what a `data-bh-quick-add="confirm"` waits for; of what is given, it holds. */
    (command: "confirm", fields?: { item?: string; quantity?: number | string; price?: number | string }): void;
    /** This visitor's variation, if it is known by now; `tell` is called once, as soon as it is, with null if none is theirs. */
    (command: "variation", experiment: string, tell?: (variation: string | null) => void): string | null;
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
