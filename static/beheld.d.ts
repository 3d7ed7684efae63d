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

  type Kind = "banner" | "popup" | "form" | "survey" | "products" | "articles" | "email" | "other";
  type Undelivered = "below_fold" | "passed" | "offscreen" | "hidden" | "covered" | "tab_hidden" | "removed";
  type Skipped = "selector_missing" | "delay_not_elapsed" | "frequency_capped" | "page_excluded" | "exit_intent_not_fired" | "device_excluded" | "no_consent" | "error";
  type Instrument = "nps" | "csat";
  type Status = "started" | "changed" | "cancelled";

  /** The page an event happened on. */
  interface Page {
    /** Its address; kept up to 2,048 characters. */
    url?: string | null;
    /** Its title; kept up to 512 characters. */
    title?: string | null;
    /** Where the visitor came from; kept up to 2,048 characters. */
    referrer?: string | null;
    /** The product or article that the page is about. */
    item?: Id | null;
  }

  /** An item in a widget. Its id alone may stand for it. */
  interface Shown {
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
    /** The category that the shop has it in. */
    category?: Id | null;
  }

  /** A line of an order. */
  interface Line {
    /** Its id; a line that is no product, such as gift wrap, may have none. */
    item?: Id | null;
    /** The parent product of a variant. */
    group?: Id | null;
    /** Pieces, or a weight or length. */
    quantity?: Quantity | null;
    /** The price of one piece. */
    price: Money;
    /** The discount on the whole line. */
    discount?: Money | null;
    /** The category that the shop has it in. */
    category?: Id | null;
  }

  /** A line of an order that was given back, wholly or in part. */
  interface Returned {
    /** Its id, as the order had it. */
    item?: Id | null;
    /** How much of it was given back; all of it, if this and the amount are missing. */
    quantity?: Quantity | null;
    /** What was paid back for the line. */
    amount?: Money | null;
  }

  /** What all events can have. The snippet fills in all but `page` and `props`. */
  interface Common {
    /** Made by the sender, preferably version 7. Events with the same id are the same event: the first is stored, later ones are counted as duplicates. */
    id?: string | null;
    /** When it happened: RFC 3339 with its offset, or whole epoch milliseconds. */
    ts?: string | number | null;
    /** The browser or device; give this, `user_id` or both. */
    visitor_id?: Id | null;
    /** The signed-in user, if known. */
    user_id?: Id | null;
    /** The page view it happened in; every event of a web page has one, events from servers have none. */
    view_id?: Id | null;
    /** The page it happened on. */
    page?: Page | string | null;
    /** Any JSON object of your own; at most 4 KiB. */
    props?: { [name: string]: Json | undefined } | null;
  }

  /** A page view began. */
  interface PageView extends Common {
  }

  /** A page view ended. */
  interface PageLeave extends Common {
    /** Time in a visible, focused tab. */
    engaged_ms?: number | null;
    /** The deepest scroll, from 0 to 1. */
    scroll?: number | null;
  }

  /** The action was placed on the page. */
  interface Execute extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** The items in it, in their order. */
    items?: (Shown | Id)[] | null;
    /** The position of the first of `items`, for a list that is sent piece by piece; 1 by default. */
    first_position?: number | null;
  }

  /** Its content entered the visible area of a visible tab. */
  interface Deliver extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** The items in it, in their order. */
    items?: (Shown | Id)[] | null;
  }

  /** What was measured of a placed action until the page view ended. */
  interface Evidence extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** The largest share of it that was visible at one time. */
    max_fraction?: number | null;
    /** How long any of it was visible. */
    visible_ms?: number | null;
    /** How long at least half of it was visible without a break. */
    longest_ms?: number | null;
    /** Why it was not seen. */
    reason?: Undelivered | null;
    /** Details of the reason. */
    detail?: Json | null;
  }

  /** The action was meant for this view and was not placed. */
  interface Skip extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** Why it was not placed. */
    reason: Skipped;
    /** Details of the reason. */
    detail?: Json | null;
  }

  /** A click inside the action. */
  interface Click extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** The item that was clicked. */
    item?: Id | null;
    /** The parent product of a variant. */
    group?: Id | null;
    /** What was clicked: a link, a button, its text. */
    target?: Json | null;
  }

  /** The visitor closed the action. */
  interface Dismiss extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
  }

  /** Put in the cart from inside the action. */
  interface QuickAdd extends Common {
    /** The id of the action. */
    action: Id;
    /** The variation of an experiment; `control` shows nothing. */
    variation?: Id | null;
    /** What the action is; an unknown kind counts as `other`. */
    kind?: Kind | null;
    /** The campaign that the action belongs to. */
    campaign?: Id | null;
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
    /** Pieces, or a weight or length. */
    quantity?: Quantity | null;
    /** The price of one piece. */
    price?: Money | null;
    /** The currency of the amount. */
    currency?: string | null;
  }

  /** Made a favourite. */
  interface WishlistAdd extends Common {
    /** The action in which it happened, if any. */
    action?: Id | null;
    /** The variation of an experiment. */
    variation?: Id | null;
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
  }

  /** No longer a favourite. */
  interface WishlistRemove extends Common {
    /** The action in which it happened, if any. */
    action?: Id | null;
    /** The variation of an experiment. */
    variation?: Id | null;
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
  }

  /** Put in the cart anywhere else on the site. */
  interface CartAdd extends Common {
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
    /** Pieces, or a weight or length. */
    quantity?: Quantity | null;
    /** The price of one piece. */
    price?: Money | null;
    /** The currency of the amount. */
    currency?: string | null;
  }

  /** Taken out of the cart. */
  interface CartRemove extends Common {
    /** Its id. */
    item: Id;
    /** The parent product of a variant. */
    group?: Id | null;
    /** Pieces, or a weight or length. */
    quantity?: Quantity | null;
    /** The price of one piece. */
    price?: Money | null;
    /** The currency of the amount. */
    currency?: string | null;
  }

  /** An order. */
  interface Purchase extends Common {
    /** The shop's number of the order; one purchase with it counts, however many are sent. */
    order_id?: Id | null;
    /** The currency of all its amounts. */
    currency: string;
    /** Its lines. */
    items: (Line | Id)[];
    /** The discount on the whole order; shared over its lines in proportion, never below zero. */
    discount?: Money | null;
    /** Its lines replace those of the order sent before; needs the secret key. */
    replaces?: boolean | null;
    /** Kept, but no part of revenue. */
    tax?: Money | null;
    /** Kept, but no part of revenue. */
    shipping?: Money | null;
  }

  /** Any other conversion. */
  interface Goal extends Common {
    /** The name of the goal. */
    goal: Id;
    /** What it is worth, if not the registered value. */
    value?: Money | null;
    /** The currency of the amount. */
    currency?: string | null;
  }

  /** The visitor got a variation of an experiment, for the first time in a session. */
  interface Assign extends Common {
    /** The id of the experiment. */
    experiment: Id;
    /** The variation that the visitor got. */
    variation: Id;
    /** The number of the allocation that decided it. */
    allocation?: number | null;
    /** Whether a tester chose it by address; results leave it out. */
    override?: boolean | null;
  }

  /** This visitor is this user. */
  interface Identify extends Common {
    /** The user. */
    user_id: Id;
    /** What is known about the user; at most 4 KiB. The latest value of each trait is shown, `null` deletes it; a trait sent with the secret key can be changed with the secret key only. */
    traits?: { [name: string]: Json | undefined } | null;
  }

  /** An answer to a survey. */
  interface Survey extends Common {
    /** The action that asked. */
    action?: Id | null;
    /** The variation of an experiment. */
    variation?: Id | null;
    /** Which question it answers. */
    instrument: Instrument;
    /** From 0 to the scale. */
    score: number;
    /** The best score there is. Default: 10 for nps, 5 for csat. */
    scale?: number | null;
    /** The answer in words. */
    comment?: Id | null;
    /** Answers to other questions; at most 4 KiB. */
    answers?: Json | null;
  }

  /** Anything else. */
  interface Custom extends Common {
    /** Its name. */
    name: Id;
  }

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
    /** A page view began. */
    (type: "page_view", fields?: PageView): void;
    /** A page view ended. */
    (type: "page_leave", fields?: PageLeave): void;
    /** The action was placed on the page. */
    (type: "execute", fields: Execute): void;
    /** Its content entered the visible area of a visible tab. */
    (type: "deliver", fields: Deliver): void;
    /** What was measured of a placed action until the page view ended. */
    (type: "evidence", fields: Evidence): void;
    /** The action was meant for this view and was not placed. */
    (type: "skip", fields: Skip): void;
    /** A click inside the action. */
    (type: "click", fields: Click): void;
    /** The visitor closed the action. */
    (type: "dismiss", fields: Dismiss): void;
    /** Put in the cart from inside the action. */
    (type: "quick_add", fields: QuickAdd): void;
    /** Made a favourite. */
    (type: "wishlist_add", fields: WishlistAdd): void;
    /** No longer a favourite. */
    (type: "wishlist_remove", fields: WishlistRemove): void;
    /** Put in the cart anywhere else on the site. */
    (type: "cart_add", fields: CartAdd): void;
    /** Taken out of the cart. */
    (type: "cart_remove", fields: CartRemove): void;
    /** An order. */
    (type: "purchase", fields: Purchase): void;
    /** Any other conversion. */
    (type: "goal", fields: Goal): void;
    /** The visitor got a variation of an experiment, for the first time in a session. */
    (type: "assign", fields: Assign): void;
    /** This visitor is this user. */
    (type: "identify", fields: Identify): void;
    /** An answer to a survey. */
    (type: "survey", fields: Survey): void;
    /** Anything else. */
    (type: "custom", fields: Custom): void;
    /** Calls that wait for the script. */
    q?: ArrayLike<unknown>[];
  }
}

interface Window {
  beheld: Beheld.Call;
}

declare var beheld: Beheld.Call;
