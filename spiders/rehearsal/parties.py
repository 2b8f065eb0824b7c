"""How buyers and suppliers are printed in notices: the name of the day, and an id in one of several spellings."""

from __future__ import annotations

from datetime import date

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chance import invented_cvr, pick
from spiders.rehearsal.notices import Party
from spiders.rehearsal.vendors import LOOKALIKES, RENAMED, Vendor

_LEGAL_TYPES = {"municipality": "la", "region": "ra", "state": "cga", "joint_company": "body-pl"}
_VENDOR_NUTS = {"Lindehoved": "DK012", "Fjordby": "DK042", "Havnstrup": "DK021", "Hjortesund": "DK050"}


def spelt(cvr: str, style: int) -> str:
    """A company number as published: plain, with the country's letters, in pairs, or with the register's name."""
    pairs = " ".join((cvr[:2], cvr[2:4], cvr[4:6], cvr[6:]))
    return (cvr, cvr, f"DK{cvr}", pairs, f"DK {pairs}", f"CVR-nr. {cvr}", f"CVR {pairs}")[style % 7]


def buyer_party(buyer: Buyer, seed: int, label: str) -> Party:
    """A buyer as the notice `label` prints it."""
    return Party(
        key=buyer.key,
        name=buyer.name,
        national_id=spelt(buyer.cvr, pick(range(7), seed, "buyer id", label)),
        town=buyer.town,
        nuts=buyer.nuts,
        legal_type=_LEGAL_TYPES[buyer.buyer_class],
    )


def supplier_party(vendor: Vendor, published: date, seed: int, label: str, *, legacy: bool = False) -> Party:
    """A supplier as the notice `label` prints it.

    Old forms often leave the id out and some writers shout the name; never for those that only the id can tell apart.
    """
    name, national_id = vendor.name_on(published), spelt(vendor.cvr, pick(range(7), seed, "id", label, vendor.key))
    said: str | None = national_id
    if vendor.key not in (*LOOKALIKES, RENAMED):
        style = pick(range(12), seed, "name", label, vendor.key)
        name = name.upper() if style == 0 else name.replace("A/S", "a/s") if style == 1 else name
        said = None if legacy and pick(range(5), seed, "no id", label, vendor.key) < 2 else national_id
    return Party(
        key=vendor.key,
        name=name,
        national_id=said,
        town=vendor.town,
        nuts=_VENDOR_NUTS.get(vendor.town, "DK041"),
        is_small=vendor.name.endswith("ApS"),
    )


_NOISE_NAMES = (
    "Murerfirmaet Teglbo A/S",
    "Asfaltholdet Rullemark A/S",
    "Køkkenet Krydderhave ApS",
    "Renholdet Blankvang A/S",
    "Busruten Solkær A/S",
    "Tegnestuen Vinkelhave ApS",
    "Affaldsholdet Grønspand A/S",
    "Møbelhuset Egebordet A/S",
    "Vikarholdet Plejevagt ApS",
    "Hjælpemiddelhuset Rullebo A/S",
)


def noise_party(seed: int, label: str) -> Party:
    """A supplier outside IT."""
    name = pick(_NOISE_NAMES, seed, "noise supplier", label)
    return Party(key=name, name=name, national_id=invented_cvr("noise", name), town="Moseby", nuts="DK032")


FOREIGN_BUYERS = (
    Party(key="se1", name="Sandmora kommun", national_id="290000-0017", town="Sandmora", nuts="SE110", country="SE"),
    Party(key="se2", name="Granvika kommun", national_id="290000-0025", town="Granvika", nuts="SE232", country="SE"),
    Party(key="no1", name="Fjellnes kommune", national_id="990000018", town="Fjellnes", nuts="NO081", country="NO"),
)
FOREIGN_SUPPLIERS = (
    Party(
        key="sf1", name="Tallbacka System AB", national_id="550000-0019", town="Sandmora", nuts="SE110", country="SE"
    ),
    Party(key="sf2", name="Myrdata AB", national_id="550000-0027", town="Granvika", nuts="SE232", country="SE"),
    Party(
        key="sf3", name="Fossheim Programvare AS", national_id="990000026", town="Fjellnes", nuts="NO081", country="NO"
    ),
)
