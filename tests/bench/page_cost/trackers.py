"""Other trackers, at pinned versions, each set up as its documentation says, to tell once of each element that is seen.

They are installed into build/bench-trackers by npm and bundled by our esbuild, and are no part of this repository.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.bench.page_cost.contenders import ROOT, Contender, files_of_now

FOLDER = ROOT / "build" / "bench-trackers"
PACKAGES = {
    "@snowplow/browser-tracker": "4.10.1",
    "@snowplow/browser-plugin-element-tracking": "4.10.2",
    "@walkeros/collector": "4.2.1",
    "@walkeros/web-source-browser": "4.2.1",
    "posthog-js": "1.449.2",
}

OBSERVER = """
const waiting = []
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries)
    if (isIntersecting) {
      observer.unobserve(target)
      waiting.push({ seen: target.dataset.bhAction || target.dataset.bhItem })
    }
})
const watch = () =>
  document.querySelectorAll("[data-bh-action],[data-bh-item]").forEach((each) => observer.observe(each))
const send = () => { if (waiting.length) navigator.sendBeacon("/sink", JSON.stringify(waiting.splice(0))) }
document.readyState == "loading" ? addEventListener("DOMContentLoaded", watch) : watch()
addEventListener("pagehide", send)
setInterval(send, 1000)
"""

SNOWPLOW = """
import { newTracker, trackPageView } from "@snowplow/browser-tracker"
import { SnowplowElementTrackingPlugin, startElementTracking } from "@snowplow/browser-plugin-element-tracking"
newTracker("sp", location.origin, { appId: "shop", encodeBase64: false, plugins: [SnowplowElementTrackingPlugin()] })
trackPageView()
const once = { expose: { when: "element" }, shadowSelector: "shadow-host" }
startElementTracking({ elements: [
  { name: "action", selector: "[data-bh-action]", details: { dataset: ["bhAction"] }, ...once },
  { name: "item", selector: "[data-bh-item]", details: { dataset: ["bhItem"] }, ...once },
] })
"""

WALKER = """
import { startFlow } from "@walkeros/collector"
import { sourceBrowser } from "@walkeros/web-source-browser"
const sink = { type: "sink", config: {}, push: (event) => {
  fetch("/sink", { method: "POST", keepalive: true, body: JSON.stringify(event) })
} }
startFlow({
  run: true,
  sources: { browser: { code: sourceBrowser, config: { settings: { pageview: true } } } },
  destinations: { sink: { code: sink } },
})
"""

POSTHOG = """
import posthog from "posthog-js"
posthog.init("phc_bench", { api_host: location.origin, defaults: "2025-05-24", opt_out_useragent_filter: true })
"""


def others() -> list[Contender]:
    """A bare observer, this snippet, and those of other vendors."""
    _install()
    return [
        _of("observer of 20 lines", "observer.js", OBSERVER.encode()),
        Contender("Beheld", '<script async src="/beheld.js" data-key="pk_bench"></script>', files_of_now()),
        _of("Snowplow", "snowplow.js", _bundled("snowplow", SNOWPLOW)),
        _of(
            "walkerOS",
            "walker.js",
            _bundled("walker", WALKER),
            on_action='data-elb="action" data-elbaction="impression:view"',
            on_item='data-elb="item" data-elbaction="impression:view"',
        ),
        _of("PostHog", "posthog.js", _bundled("posthog", POSTHOG)),
    ]


def _of(name: str, file: str, content: bytes, **attributes: str) -> Contender:
    return Contender(name, f'<script async src="/{file}"></script>', {file: content}, **attributes)


def _install() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = json.dumps({"private": True, "dependencies": PACKAGES}, indent=1)
    package, lock = FOLDER / "package.json", FOLDER / "node_modules" / ".package-lock.json"
    if lock.exists() and package.exists() and package.read_text() == wanted:
        return
    package.write_text(wanted)
    # The plugin names a tracker newer than any that is published.
    npm = ["npm", "install", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(npm, cwd=FOLDER, check=True)


def _bundled(name: str, source: str) -> bytes:
    entry = Path(FOLDER / f"{name}.mjs")
    entry.write_text(source)
    esbuild = [str(ROOT / "node_modules" / ".bin" / "esbuild"), entry.name]
    shape = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--log-level=error"]
    return subprocess.run([*esbuild, *shape], cwd=FOLDER, check=True, capture_output=True).stdout


def brotli(content: bytes) -> int:
    """Bytes of a file as servers compress it."""
    script = "process.stdout.write(String(require('zlib').brotliCompressSync(require('fs').readFileSync(0)).length))"
    return int(subprocess.run(["node", "-e", script], input=content, check=True, capture_output=True).stdout)
