"""What these pages are made of: a witness that is seen, then what is in question, an action named "it"."""

WITNESS = '<div data-bh-action="witness" style="height: 20px; background: #ddd">seen</div>'

PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect width='10' height='10' fill='orange'/></svg>"

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
OVER = f'''<div style="position: relative"><img data-bh-action="it" src="{PICTURE}"
    style="display: block; width: 400px; height: 200px">{{}}</div>'''

CUSTOM = """<script>
function shadow(name, html) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = html }
  });
}
</script>"""


def opened(visit, body):
    """Open a page whose witness is in view, and wait until that is delivered and the browser has told what else is."""
    visit.noted.clear()
    visit.open(WITNESS + body)
    visit.until("deliver", action="witness")
    visit.looked()


def noted(visit, type):
    """Such events of the action in question, of this page."""
    return [event for event in visit.noted if event["type"] == type and event["action"] == "it"]
