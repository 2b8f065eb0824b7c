"""The pages of one supplier's site: front page, about, products, references, news, partners, jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spiders.rehearsal import vendor_sentences as say
from spiders.rehearsal.buyers import COMPONENTS
from spiders.rehearsal.chance import chance, pick
from spiders.rehearsal.html_shell import DATE_STYLES, Frame, page, paragraphs
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.pages import Page
from spiders.rehearsal.planted_customers import supplier_view
from spiders.rehearsal.vendors import Vendor

_NAVIGATION = {
    "da": (
        ("/om-os", "Om os"),
        ("/produkter", "Produkter"),
        ("/referencer", "Referencer"),
        ("/nyheder", "Nyheder"),
        ("/partnere", "Partnere"),
        ("/job", "Job"),
    ),
    "en": (
        ("/about", "About"),
        ("/products", "Products"),
        ("/references", "References"),
        ("/news", "News"),
        ("/partners", "Partners"),
        ("/careers", "Careers"),
    ),
}
_FIRST_NEWS = date(2024, 1, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorStory:
    """What a site tells that others decide: customers won, partners, and the vendor's place in the line of sites."""

    vendor: Vendor
    customers: tuple[str, ...]
    new_customer: str | None
    partner: str
    place: int
    seed: int

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the six main pages, in the language of the site."""
        return tuple(path for path, _ in _NAVIGATION[self.vendor.language])

    @property
    def product_names(self) -> dict[str, str]:
        """The product in each of the vendor's segments: its short name and a word."""
        english = self.vendor.language == "en"
        stem = self.vendor.name.split()[0]
        return {key: f"{stem} {say.PRODUCT_WORDS[key][english]}" for key in self.vendor.segments}


def frame_of(
    story: VendorStory, *, feed: str | None, counter: bool, more_links: tuple[tuple[str, str], ...] = ()
) -> Frame:
    """The frame of the vendor's pages; its footer names the company number, as the law wants."""
    vendor = story.vendor
    return Frame(
        brand=vendor.name,
        host=vendor.host,
        language=vendor.language,
        navigation=(*_NAVIGATION[vendor.language], *more_links),
        footer=(
            f"{vendor.name}, Havnegade {story.place + 2}, {vendor.town}",
            f"CVR {vendor.cvr}",
            f"info@{vendor.host}",
        ),
        date_style=DATE_STYLES[story.place % len(DATE_STYLES)],
        counter=counter,
        feed=feed,
    )


def _static(frame: Frame, path: str, title: str, main: str, modified: date) -> Page:
    return Page(
        path=path,
        render=lambda night: page(frame, path=path, title=title, main=main, night=night),
        modified=modified,
        changes=frame.counter,
    )


def _about(story: VendorStory) -> list[str]:
    vendor, draw = story.vendor, chance(story.seed, "about", story.vendor.key)
    lines = say.ABOUT_ENGLISH if vendor.language == "en" else say.ABOUT_PUBLIC if vendor.is_public else say.ABOUT
    facts = {
        "name": vendor.name,
        "town": vendor.town,
        "staff": draw.randrange(3, 90) * 10,
        "year": draw.randrange(1994, 2016),
    }
    sentences = [line.format(**facts) for line in lines]
    if vendor.parent:
        sentences.append("Virksomheden er siden september 2025 en del af Granit Systemer A/S.")
    if vendor.former_name:
        sentences.append(f"Indtil marts 2025 hed virksomheden {vendor.former_name}.")
    return sentences


def _product(story: VendorStory, segment: str) -> list[str]:
    english = story.vendor.language == "en"
    draw = chance(story.seed, "product", story.vendor.key, segment)
    product = story.product_names[segment]
    lines = [line.format(product=product) for line in (say.PRODUCT_ENGLISH if english else say.PRODUCT)[segment]]
    keys = draw.sample(sorted(say.TECHNOLOGY), 2)
    return [*lines, *(say.TECHNOLOGY[key][english] for key in keys)]


def _references(story: VendorStory, frame: Frame, path: str) -> Page:
    english = story.vendor.language == "en"
    title = "References" if english else "Referencer"
    lead = "These public bodies use our solutions:" if english else "Disse offentlige kunder bruger vores løsninger:"
    tail = "Contact us for a visit to a customer." if english else "Ring gerne, hvis du vil besøge en af vores kunder."

    def render(night: int) -> bytes:
        names = [*story.customers, *([story.new_customer] if story.new_customer and night == 2 else [])]
        product = next(iter(story.product_names.values()))
        uses = "uses" if english else "bruger"
        listed = element("ul", *(text("li", f"{name} {uses} {product}.") for name in names))
        main = text("p", lead) + listed + text("p", tail)
        return page(frame, path=path, title=title, main=main, night=night)

    modified = date(2026, 8, 3)
    return Page(path=path, render=render, modified=modified, changes=frame.counter or story.new_customer is not None)


def news_of(story: VendorStory) -> list[tuple[str, str, date, list[str]]]:
    """The vendor's three ordinary news items, oldest first: path, title, day and sentences."""
    vendor, english = story.vendor, story.vendor.language == "en"
    base, items = story.paths[3], []
    for index in range(3):
        draw = chance(story.seed, "news", vendor.key, index)
        day = _FIRST_NEWS + timedelta(days=index * 340 + draw.randrange(0, 320))
        segment = vendor.segments[index % len(vendor.segments)]
        product = story.product_names[segment]
        customer = story.customers[index % len(story.customers)]
        likely_ai = draw.random() < 0.15 + 0.2 * index
        technology = (
            "artificial_intelligence"
            if likely_ai
            else draw.choice(sorted(set(say.TECHNOLOGY) - {"artificial_intelligence"}))
        )
        if english:
            title, lead = f"{customer} chooses {product}", f"{customer} has chosen {product} after a public tender."
            body = [lead, *draw.sample(say.NEWS_ENGLISH, 3)]
        else:
            pattern, opening = draw.choice(say.CUSTOMER_NEWS)
            title = pattern.format(customer=customer, product=product)
            body = [opening.format(customer=customer, product=product), *draw.sample(say.NEWS_BODY, 4)]
        slug = f"{base}/{day.year}-{index + 1}-{customer.split()[0].lower()}"
        items.append((_plain(slug), title, day, [*body, say.TECHNOLOGY[technology][english]]))
    return items


def _plain(path: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        path = path.replace(letter, plain)
    return path


def vendor_pages(story: VendorStory, frame: Frame, more_news: Sequence[tuple[str, str, date, list[str]]]) -> list[Page]:
    """Every ordinary page of the site; `more_news` are further items that a planted truth asks for."""
    vendor, english = story.vendor, story.vendor.language == "en"
    about, products, references, news, partners, jobs = story.paths
    modified = date(2026, 3, 2) + timedelta(days=story.place)
    listed = element("ul", *(element("li", text("a", label, href=path)) for path, label in frame.navigation))
    names = story.product_names
    links = [(f"{products}/{key}", name) for key, name in names.items()]
    front = paragraphs([_about(story)[0], _product(story, vendor.segments[0])[0]]) + listed
    pages = [
        _static(frame, "/", vendor.name, front, modified),
        _static(frame, about, "About" if english else "Om os", paragraphs(_about(story)), modified),
        _static(
            frame,
            products,
            "Products" if english else "Produkter",
            element("ul", *(element("li", text("a", name, href=path)) for path, name in links)),
            modified,
        ),
        *(
            _static(frame, path, name, paragraphs(_product(story, key)), modified)
            for (path, name), key in zip(links, names, strict=True)
        ),
        _references(story, frame, references),
    ]
    items = sorted([*news_of(story), *more_news], key=lambda item: item[2], reverse=True)
    index = element("ul", *(element("li", text("a", title, href=path)) for path, title, _, _ in items))
    pages.append(_static(frame, news, "News" if english else "Nyheder", index, items[0][2]))
    pages += [_item(frame, item) for item in items]
    component = pick(COMPONENTS, story.seed, "component", vendor.key).name
    lines = say.PARTNERS_ENGLISH if english else say.PARTNERS
    joint = [line.format(partner=story.partner, component=component) for line in lines]
    pages.append(_static(frame, partners, "Partners" if english else "Partnere", paragraphs(joint), modified))
    wanted = [line.format(town=vendor.town) for line in (say.JOBS_ENGLISH if english else say.JOBS)]
    pages.append(_static(frame, jobs, "Careers" if english else "Job", paragraphs(wanted), modified))
    pages.append(supplier_view(frame, story.place, modified))
    return pages


def _item(frame: Frame, item: tuple[str, str, date, list[str]]) -> Page:
    path, title, day, sentences = item
    return Page(
        path=path,
        render=lambda night: page(
            frame, path=path, title=title, main=paragraphs(sentences), published=day, night=night
        ),
        modified=day,
        changes=frame.counter,
    )
