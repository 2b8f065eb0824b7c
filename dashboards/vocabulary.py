"""The codes of the marts in words: verdicts, streams, classes, layers, outcomes.

A code that is not listed is shown as written, with spaces for underscores: a new class must not stop a night.
"""

from __future__ import annotations

from dashboards.reasons import say_reason
from dashboards.words import DA, EN, Words, same

CANNOT_TELL = Words("kan ikke siges", "cannot tell")
NOT_STATED = Words("ikke oplyst", "not stated")

VERDICTS: dict[str, Words] = {
    "rising": Words("stiger", "rising"),
    "fading": Words("falder", "fading"),
    "no_sure_change": Words("ingen sikker ændring", "no sure change"),
    "cannot_tell": CANNOT_TELL,
}
STREAMS: dict[str, Words] = {
    "vendor": Words("Leverandører", "Vendors"),
    "policy": Words("Politik", "Policy"),
    "procurement": Words("Udbud", "Calls"),
    "award": Words("Tildelinger", "Awards"),
}
"""The streams, in the order in which a technology is often seen: offered, wanted, asked for, bought."""
CLASSES: dict[str, Words] = {
    "municipality": Words("kommune", "municipality"),
    "region": Words("region", "region"),
    "state": Words("stat", "central government"),
    "listed": Words("privat, børsnoteret", "private, listed"),
    "owner_led": Words("privat, ejerledet", "private, owner-led"),
    "joint_public_company": Words("fælleskommunalt selskab", "joint public company"),
    "association": Words("forening", "association"),
    "community": Words("fællesskab", "community"),
    "private": Words("privat virksomhed", "private company"),
    "private_equity": Words("privat, kapitalfondsejet", "private, equity-owned"),
    "foreign_parent": Words("privat, udenlandsk ejer", "private, foreign parent"),
    "consultancy": Words("konsulenthus", "consultancy"),
    "public_body": Words("offentlig myndighed", "public body"),
    "research": Words("forskning", "research"),
    "vendor": Words("leverandør", "vendor"),
    "unknown": Words("ukendt", "unknown"),
}
LAYERS: dict[str, Words] = {
    "judgement": Words("menneskelig afgørelse", "a person's judgement"),
    "register": Words("register", "register"),
    "id": Words("registernummer", "register number"),
    "alias": Words("kendt navn", "known name"),
    "curated": Words("kurateret", "curated"),
    "rule": Words("regel", "rule"),
    "name": Words("navn", "name"),
    "model": Words("model", "model"),
    "alone": Words("står alene", "on its own"),
    "unknown": Words("ukendt", "unknown"),
}
NEWS_KINDS: dict[str, Words] = {
    "new_notice": Words("Nyt udbud", "New notice"),
    "new_award": Words("Ny tildeling", "New award"),
    "new_document": Words("Nyt dokument", "New document"),
    "changed_document": Words("Ændret dokument", "Changed document"),
    "expiring_contract": Words("Kontrakt udløber", "Contract expiring"),
}
VALUE_KINDS: dict[str, Words] = {
    "contract": Words("kontrakt", "contract"),
    "call_off": Words("leveringsaftale", "call-off"),
    "framework_ceiling": Words("rammeloft", "framework ceiling"),
    "estimate": Words("skøn", "estimate"),
    "amendment_total": Words("samlet efter ændring", "total after amendment"),
    "unknown": Words("ukendt slags", "unknown kind"),
}
ROLES: dict[str, Words] = {
    "supplier": Words("leverandør", "supplier"),
    "subcontractor": Words("underleverandør", "subcontractor"),
    "buyer": Words("ordregiver", "buyer"),
    "customer": Words("kunde", "customer"),
    "platform_owner": Words("platformsejer", "platform owner"),
    "system_vendor": Words("systemleverandør", "system vendor"),
    "integrator": Words("integrator", "integrator"),
    "operator": Words("driftsleverandør", "operator"),
    "consultant": Words("rådgiver", "consultant"),
    "standard_body": Words("standardiseringsorgan", "standard body"),
    "buyer_community": Words("indkøbsfællesskab", "buyer community"),
    "data_holder": Words("dataansvarlig", "data holder"),
}
RINGS: dict[str, Words] = {
    "watch": Words("hold øje", "watch"),
    "explore": Words("undersøg", "explore"),
    "adopt": Words("tag i brug", "adopt"),
    "established": Words("etableret", "established"),
    "fading": Words("på vej ud", "fading"),
    "none": Words("ikke på radaren", "not on the radar"),
}
STATES: dict[str, Words] = {
    "holds": Words("holder", "holds"),
    "weakening": Words("svækkes", "weakening"),
    "broken": Words("brudt", "broken"),
    "cannot_tell": CANNOT_TELL,
    "expected": Words("ventes", "expected"),
    "open": Words("i udbud", "open"),
    "extended": Words("forlænget", "extended"),
    "overdue": Words("overskredet", "overdue"),
    "ended": Words("ophørt", "ended"),
    "keep": Words("behold", "keep"),
    "develop": Words("udvikl", "develop"),
    "partner": Words("gå sammen", "partner"),
    "leave": Words("forlad", "leave"),
    "product": Words("produkt", "product"),
    "reference_customer": Words("referencekunde", "reference customer"),
    "price": Words("pris", "price"),
    "hiring": Words("ansættelse", "hiring"),
    "ownership": Words("ejerskab", "ownership"),
    "standard": Words("standard", "standard"),
    "other": Words("andet", "other"),
}


def word(table: dict[str, Words], code: str) -> Words:
    """The code in words, or as written."""
    return table.get(code) or same(code.replace("_", " "))


def cannot_tell_reason(*, count: float, suppliers: float | None = None, stated: str = "") -> Words:
    """Why a number is not shown: as the mart states it, else from the counts that decide."""
    if stated:
        return say_reason(stated)
    if count <= 0:
        return Words("ingen tildelinger", "no awards")
    if count < 10:
        danish, english = DA.count(count), EN.count(count)
        return Words(f"kun {danish} tildelinger (gulvet er 10)", f"only {english} awards (floor is 10)")
    if suppliers is not None and suppliers < 3:
        danish, english = DA.count(suppliers), EN.count(suppliers)
        return Words(f"kun {danish} leverandører (gulvet er 3)", f"only {english} suppliers (floor is 3)")
    return Words("grundlaget er for lille", "too little to go on")
