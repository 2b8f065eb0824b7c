"""XML read safely and once: a parser that trusts nothing, and a table of paths that is walked in a single pass.

What to read is declared as a `Table`: names of fields with the path of local names where each stands, and groups for
what repeats. The tables are folded into one tree of steps, so that a document is walked once and only where something
is wanted. Rejected: compiled XPaths (0.56 of the bare parse, against 0.67 for the walk), `find`/`findall` (0.40),
iterparse and target parsers (0.38), a stylesheet made of the tables that lets libxslt walk (half again as long as the
walk here), expat (no faster than libxml2 even without handlers), `xml.etree` (its tree is cheap to walk, but takes 1.6
times the bare parse to make, against 0.85 for lxml's), and binding classes per schema version, which would break on
each new one.

Parsers that hand over Python objects were measured on the same notices. Of 93 small broken documents that libxml2
refuses, xmltodict-rs, orxml and obj2xml-rs read 49 to 65 without a word, and their dictionaries take 0.7 to 1.4 of the
bare parse and lose the order of children; leptris takes 0.2 to 0.3 of it and reads 49; pyRXP reads 13 and takes
twice the bare parse. What is left is libxml2's parsing (nearly half of reading), one Python object for each element
looked at, and cleaning the texts.

Paths are of local names: prefixes mean nothing, and the same notice comes in a new namespace with each schema version
(R2.0.7, R2.0.8, R2.0.9; NUTS 2016 and 2021). A segment may end in `*`: it then stands for every name that begins so.
A last segment `@NAME` is an attribute of what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from spiders.format import Unreadable

Element = etree._Element  # lxml exports the class under this name only

MAX_BYTES = 20_000_000
_MEMORY_LIMIT = 4096  # distinct tags that one step remembers; a hostile document must not fill a long-lived process
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def _parser(*, keep_blanks: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        remove_blank_text=not keep_blanks,
    )


_DENSE = _parser(keep_blanks=False)
_MIXED = _parser(keep_blanks=True)


def parse_xml(data: bytes, *, mixed: bool, max_bytes: int = MAX_BYTES) -> Element:
    """The root element of a document. `mixed` keeps blanks between inline elements, which cost time where none exist.

    Raises `Unreadable`: empty, too_large, has_doctype, too_deep or not_xml.
    """
    if not data or data.isspace():
        raise Unreadable("empty")
    if len(data) > max_bytes:
        raise Unreadable("too_large", f"{len(data)} bytes, at most {max_bytes} are read")
    try:
        root = etree.fromstring(data, _MIXED if mixed else _DENSE)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _refusal(data, str(error)) from None
    if root is None:
        raise Unreadable("not_xml", "there is no root element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("has_doctype")
    return root


def _refusal(data: bytes, said: str) -> Unreadable:
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        return Unreadable("has_doctype")
    if "depth" in said:
        return Unreadable("too_deep", said[:200])
    if "huge" in said.lower():
        return Unreadable("too_large", said[:200])
    return Unreadable("not_xml", said[:200])


def root_name(head: bytes) -> str:
    """The local name of the first element in the first bytes of a document, or an empty string."""
    if head[:2] in _WIDE:
        head = head.decode(_WIDE[head[:2]], "ignore").encode()
    elif head[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        head = head.decode("utf-16-le" if head[:1] == b"<" else "utf-16-be", "ignore").encode()
    head = re.sub(rb"<!--.*?(-->|\Z)", b"", head, flags=re.DOTALL)
    match = _ROOT.search(head)
    return match.group(2).decode("ascii", "ignore") if match else ""


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_at(element: Element, way: Sequence[str]) -> str | None:
    """The first filled text on a way of local names below an element, trimmed; what follows it is not looked at."""
    for child in element:
        if local_name(child) == way[0]:
            said = text_at(child, way[1:]) if len(way) > 1 else (child.text or "").strip()
            if said:
                return said
    return None


# What a table found in one place: the first text of a field, its texts or elements as a list, and further findings of a
# group as a list, in document order; nothing where nothing stands. A plain dictionary, because a notice makes dozens of
# them and asks them hundreds of questions: of a subclass Python looks up anew, each time, how to ask it.
Found = dict[str, Any]

_NOTHING: Found = {}


def first(found: Found, group: str) -> Found:
    """The first finding of a group, or an empty one."""
    said: Found = found[group][0] if group in found else _NOTHING
    return said


def filled(found: Found, field: str, attribute: str | None = None) -> str | None:
    """The first filled text, or attribute of that name, among the elements of a field, trimmed."""
    if field in found:
        for element in found[field]:
            said: str | None = element.text if attribute is None else element.get(attribute)
            if said and (said := said.strip()):
                return said
    return None


# What stands at a path: only more paths, the first filled text of a field, every filled one, elements, or a group.
_WAY, _FIRST, _EVERY, _ELEMENTS, _GROUP = range(5)
_Wanted = tuple[int, str, "str | None", Any]


class _Step:
    """One place in the tree of paths; `seen` maps a full tag to what is wanted there, and remembers what it has met.

    What is wanted is (what stands there, field or group, an attribute, the step that reads on below), or None where
    nothing is. Elements may also be a group: it then stands in the place of the attribute.
    """

    __slots__ = ("attribute", "exact", "field", "group", "inner", "kept", "prefixes", "seen")

    def __init__(self) -> None:
        self.field: str | None = None
        self.kept = _FIRST
        self.attribute: str | None = None
        self.group: str | None = None
        self.inner: _Step | None = None
        self.exact: dict[str, _Step] = {}
        self.prefixes: list[tuple[str, _Step]] = []
        self.seen: dict[object, _Wanted | None] = {}

    def learn(self, tag: object) -> _Wanted | None:
        """What is wanted at a tag that was not met here before."""
        local = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        below = self.exact.get(local)
        if below is None and local:
            below = next((step for prefix, step in self.prefixes if local.startswith(prefix)), None)
        wanted = None if below is None else below.wanted()
        if len(self.seen) < _MEMORY_LIMIT:
            self.seen[tag] = wanted
        return wanted

    def wanted(self) -> _Wanted:
        """What is wanted of an element that stands here."""
        deeper = self if self.exact or self.prefixes else None
        inner = deeper if self.inner is None else self.inner
        if self.field is None:
            return (_WAY, "", None, inner) if self.group is None else (_GROUP, self.group, None, inner)
        return (self.kept, self.field, self.attribute or self.group, inner)

    def steps(self) -> Iterator[_Step]:
        """Every step below this one, those of groups excepted."""
        for step in (*self.exact.values(), *(step for _, step in self.prefixes)):
            yield step
            yield from step.steps()

    def below(self, segment: str) -> _Step:
        if not segment.endswith("*"):
            return self.exact.setdefault(segment, _Step())
        for prefix, step in self.prefixes:
            if prefix == segment[:-1]:
                return step
        step = _Step()
        self.prefixes.append((segment[:-1], step))
        return step

    def paths(self) -> Iterator[str]:
        """Every path from here to something wanted."""
        for name, step in (*self.exact.items(), *((f"{prefix}*", step) for prefix, step in self.prefixes)):
            if step.field is not None or step.group is not None:
                yield name
            for path in (step if step.inner is None else step.inner).paths():
                yield f"{name}/{path}"

    def reach(self, path: str) -> _Step:
        step = self
        for segment in path.split("/"):
            step = step.below(segment)
        return step


_Paths = str | tuple[str, ...]


class Table:
    """A declaration of what to read below an element, by name, each with its path or paths.

    Of `fields` the first filled text is kept, of `every` all filled texts, of `elements` the elements themselves (for
    amounts with their currency, texts in several languages, and what only has to be there); `groups` are read by tables
    of their own.
    """

    __slots__ = ("_root",)

    def __init__(
        self,
        fields: Mapping[str, _Paths] | None = None,
        groups: Mapping[str, tuple[_Paths, Table]] | None = None,
        *,
        every: Mapping[str, _Paths] | None = None,
        elements: Mapping[str, _Paths] | None = None,
    ) -> None:
        self._root = _Step()
        names = [*(fields or ()), *(groups or ()), *(every or ()), *(elements or ())]
        assert len(names) == len(set(names)), "a name is declared for two things"
        for kept, declared in ((_FIRST, fields), (_EVERY, every), (_ELEMENTS, elements)):
            for name, paths in (declared or {}).items():
                for path in (paths,) if isinstance(paths, str) else paths:
                    way, _, attribute = path.partition("/@")
                    step = self._root.reach(way)
                    assert step.field is None, f"{way} is declared twice"
                    step.field, step.kept, step.attribute = name, kept, attribute or None
        for name, (paths, inner) in (groups or {}).items():
            for path in (paths,) if isinstance(paths, str) else paths:
                step = self._root.reach(path)
                assert step.group is None, f"{path} is declared twice"
                assert not step.exact, f"{path} is both a group and a way to other paths"
                step.group, step.inner = name, inner._root
        for step in self._root.steps():
            leads_on = step.exact or step.prefixes or step.inner
            assert not leads_on or step.field is None or step.kept == _ELEMENTS, f"{step.field} is a text and a way"

    def paths(self) -> Iterator[str]:
        """Every path of elements that the table declares, those of its groups included."""
        yield from self._root.paths()

    def read(self, element: Element) -> Found:
        """What stands below an element at the declared paths: one walk, document order."""
        found: Found = {}
        _walk(element, self._root, found)
        return found


def _walk(element: Element, step: _Step, found: Found) -> None:
    seen = step.seen
    # A slice gives the children in a quarter less time than iterating does.
    for child in element[:]:  # type: ignore[index]  # the stubs know of no slice
        tag = child.tag
        try:
            wanted = seen[tag]
        except KeyError:
            wanted = step.learn(tag)
        if wanted is None:
            continue
        kept, name, attribute, below = wanted
        if kept == _WAY:
            _walk(child, below, found)
        elif kept == _FIRST:
            if name not in found:
                said = child.text if attribute is None else child.get(attribute)
                if said and (said := said.strip()):
                    found[name] = said
        elif kept == _EVERY:
            said = child.text if attribute is None else child.get(attribute)
            if said and (said := said.strip()):
                if name in found:
                    found[name].append(said)
                else:
                    found[name] = [said]
        elif kept == _ELEMENTS:
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
            if below is not None:
                _walk(child, below, found if attribute is None else _more(found, attribute))
        else:
            _walk(child, below, _more(found, name))


def _more(found: Found, group: str) -> Found:
    """A further finding of a group."""
    deeper: Found = {}
    if group in found:
        found[group].append(deeper)
    else:
        found[group] = [deeper]
    return deeper
