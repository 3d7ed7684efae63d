"""The demo shop under /demo: a customer's site in small, which measures itself with the snippet as any shop would.

It keeps nothing on the server: cart, wish list and who is signed in stay in the browser.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, make_response, render_template, request, url_for

from collector.demo.shop.catalogue import EXTRAS, RECOMMENDED, STATIC, catalogue

SITE = "demo"
KEPT_KEY = "demo_public_key"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FAMILIES = (
    ("green", "morning-mist-50", "Soft and shaded"),
    ("oolong", "high-mountain-50", "Between the two"),
    ("black", "field-breakfast-50", "Strong enough for milk"),
    ("herbal", "rooibos-peel-50", "For the evening"),
    ("teaware", "everyday-pot-celadon", "Pots, cups, kettles"),
)
TEA_FAMILIES = ("green", "oolong", "black", "white", "herbal")
SCENES = {"hero", "club", *catalogue().articles}

blueprint = Blueprint(
    "demo_shop",
    __name__,
    url_prefix="/demo",
    template_folder="templates",
    static_folder=str(STATIC),
    static_url_path="/static",
)


def mount(app: Flask) -> None:
    """Open the shop on a collector's server, before its first request."""
    app.register_blueprint(blueprint)


@blueprint.before_request
def find_public_key() -> Response | None:
    """Every page needs the demo site's public key; without that site, say how to make it."""
    if request.endpoint == "demo_shop.static":
        return None
    site = current_app.extensions["beheld"].store.site_named(SITE)
    g.public_key = site.settings.get(KEPT_KEY) if site else None
    return None if g.public_key else _page("unprepared", 404, title="The shop is not open yet")


@blueprint.after_request
def say_what_may_load(response: Response) -> Response:
    """The strictest policy that a shop can have; the snippet must live with it."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


@blueprint.context_processor
def what_pages_name() -> dict[str, Any]:
    """What every template of the shop may name."""
    return {
        "shop": catalogue(),
        "public_key": g.get("public_key"),
        "static": lambda name: url_for("demo_shop.static", filename=name),
        "image": lambda item: url_for("demo_shop.image", item=item),
        "picture": lambda name: url_for("demo_shop.picture", name=name),
        "price": lambda amount: f"€{amount:.2f}",
        "day": lambda written: f"{date.fromisoformat(written):%-d %B %Y}",
    }


@blueprint.errorhandler(404)
def missing(_error: Exception) -> Response:
    """For an address that names nothing we have."""
    return _page("missing", 404, title="This shelf is empty")


@blueprint.get("/")
def home() -> Response:
    """The front page."""
    return _page(
        "home",
        families=FAMILIES,
        recommended=catalogue().named(RECOMMENDED),
        stories=catalogue().articles_but(None),
    )


@blueprint.get("/shelf/<kind>")
def shelf(kind: str) -> Response:
    """All teas or all teaware; teas also of one family."""
    family = request.args.get("family")
    products = [product for product in catalogue().of_kind(kind) if family in (None, product.family)]
    if not products:
        abort(404)
    return _page("shelf", kind=kind, family=family, products=products, tea_families=TEA_FAMILIES)


@blueprint.get("/p/<group>")
def product(group: str) -> Response:
    """One product, with its variants and what goes well with it."""
    found = catalogue().products.get(group) or abort(404)
    chosen = found.variant(request.args.get("item"))
    return _page("product", product=found, chosen=chosen, pairs=catalogue().named(found.pairs))


@blueprint.get("/cart")
def cart() -> Response:
    """The cart, which the browser fills in."""
    return _page("cart", extras=catalogue().named(EXTRAS))


@blueprint.get("/checkout")
def checkout() -> Response:
    """A form that nobody is sent."""
    return _page("checkout")


@blueprint.get("/thanks")
def thanks() -> Response:
    """After an order: tells Beheld of the purchase, and asks how it was."""
    return _page("thanks")


@blueprint.get("/wishlist")
def wishlist() -> Response:
    """The hearts given, which the browser fills in."""
    return _page("wishlist")


@blueprint.get("/account")
def account() -> Response:
    """Signing in and out."""
    return _page("account")


@blueprint.get("/club")
def club() -> Response:
    """The tea club."""
    return _page("club")


@blueprint.get("/journal/")
def journal() -> Response:
    """All articles."""
    return _page("journal", articles=catalogue().articles.values())


@blueprint.get("/journal/<slug>")
def article(slug: str) -> Response:
    """One article, the products it mentions, and three more to read."""
    found = catalogue().articles.get(slug) or abort(404)
    mentioned = catalogue().named(found.mentions)
    return _page("article", article=found, mentioned=mentioned, more=catalogue().articles_but(slug))


@blueprint.get("/image/<item>.svg")
def image(item: str) -> Response:
    """A drawing of one variant of a product."""
    if item not in catalogue().by_item:
        abort(404)
    drawn_product, variant = catalogue().by_item[item]
    return _drawing("product", product=drawn_product, variant=variant)


@blueprint.get("/picture/<name>.svg")
def picture(name: str) -> Response:
    """A scene: the front page's landscape, an article's picture."""
    if name not in SCENES:
        abort(404)
    return _drawing(f"scenes/{name}")


@blueprint.get("/<path:_anything>")
def nothing(_anything: str) -> Response:
    """Whatever else somebody asks for."""
    abort(404)


def _page(name: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"demo/{name}.html", page=name, **values), status)


def _drawing(name: str, **values: Any) -> Response:
    response = make_response(render_template(f"demo/drawings/{name}.svg", **values))
    response.content_type = "image/svg+xml"
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response
