"""The page that is measured: 50 actions of 20 items each, and what happens in it."""

from __future__ import annotations

from tests.bench.page_cost.contenders import Contender

ACTIONS, ITEMS = 50, 20
MUTATIONS = 2_000
MUTATIONS_PER_FRAME, FRAMES = 10, 180
STEPS = 200

STYLE = """
body { margin: 0; font: 14px sans-serif }
section { padding: 10px; background: #f4f4f4 }
ul { display: grid; grid-template-columns: repeat(10, 1fr); gap: 4px; margin: 0; padding: 0; list-style: none }
li { padding: 4px; background: #fff; border: 1px solid #ccc }
li.picked { border-color: #06c }
.picture { display: block; height: 60px; background: #9bd }
"""

# What happens, by name; each resolves when it is over. Every third change is a class, every third a text inside of an
# item, every third an element that comes or goes beside the actions.
SCRIPT = """
let nth = 0
const change = (times) => {
  const cards = document.querySelectorAll("li"), news = document.querySelector("#news")
  for (; times--; nth++) {
    const card = cards[(nth * 7) % cards.length]
    if (nth % 3 == 0) card.classList.toggle("picked")
    else if (nth % 3 == 1) card.querySelector("b").textContent = (nth % 90) + 10 + ".90"
    else if (news.childElementCount > 4) news.firstElementChild.remove()
    else news.append(Object.assign(document.createElement("p"), { textContent: "News " + nth }))
  }
}
const frames = (count, work) => new Promise(done => {
  const next = (n) => n == count ? done() : (work(n), requestAnimationFrame(() => next(n + 1)))
  requestAnimationFrame(() => next(0))
})
const room = () => document.documentElement.scrollHeight - innerHeight
window.scenes = {
  mutations: async (count) => change(count),
  steadily: (each, count) => frames(count, () => change(each)),
  scroll: (count) => frames(count, (n) => scrollTo(0, room() * (n + 1) / count)),
}
"""


def page(contender: Contender) -> str:
    """The page with a tracker in it."""
    actions = "".join(_action(nth, contender) for nth in range(ACTIONS))
    head = f"<!doctype html><meta charset=utf-8><title>A shop</title><style>{STYLE}</style>{contender.tags}"
    return f"{head}<body>{actions}<div id=news></div><script>{{{SCRIPT}}}</script>"


def _action(nth: int, contender: Contender) -> str:
    items = "".join(
        f'<li data-bh-item="sku-{nth}-{each}" {contender.on_item}><a href="#{nth}-{each}"><span class=picture></span>'
        f"<span>Thing {each}</span> <b>19.90</b></a></li>"
        for each in range(ITEMS)
    )
    attributes = f'data-bh-action="recs-{nth}" data-bh-kind=products {contender.on_action}'
    return f"<section {attributes}><h2>For you {nth}</h2><ul>{items}</ul></section>"
