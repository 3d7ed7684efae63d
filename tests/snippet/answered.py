"""When the collector has answered for all that a page told it. A key, which stands before the names, may begin with any letter."""

ANSWERED = "Object.keys(localStorage).every(name => !/[.]e[^.]*$/.test(name))"
NOTHING_IN_DOUBT = "Object.keys(localStorage).every(name => !/[.]b?e[^.]*$/.test(name))"
