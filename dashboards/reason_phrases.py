"""The phrases of the analyses' reasons, English pattern to Danish: what `reasons.py` joins where a reason has parts.

A pattern's groups are numbers, names and codes; `{0}` puts them back. Codes of rings and verdicts are put into words by
`reasons.py`.
"""

from __future__ import annotations

_N = r"(-?\d[\d.,]*(?:e[+-]?\d+)?)"
"""A number as the marts write it: with thousands marks, decimals or a power of ten."""
PHRASES: tuple[tuple[str, str], ...] = (
    (r"(\d+) organisations in (\d+) months \(needs (\d+)\)", "{0} organisationer på {1} måneder (kræver {2})"),
    (r"(\d+) organisations in (\d+) months", "{0} organisationer på {1} måneder"),
    (r"(\d+) strategies in (\d+) months \(needs (\d+)\)", "{0} strategier på {1} måneder (kræver {2})"),
    (r"(\d+) strategies, (\w+) needs (\d+)", "{0} strategier, »{1}« kræver {2}"),
    (
        r"(\d+) buyers with a tender in (\d+) months \(needs (\d+)\)",
        "{0} ordregivere med udbud på {1} måneder (kræver {2})",
    ),
    (r"(\d+) buyers with a tender, (\w+) needs (\d+)", "{0} ordregivere med udbud, »{1}« kræver {2}"),
    (
        r"(\d+) buyers with an award in (\d+) months \(needs (\d+)\)",
        "{0} ordregivere med tildeling på {1} måneder (kræver {2})",
    ),
    (r"(\d+) with an award, (\w+) needs (\d+)", "{0} med tildeling, »{1}« kræver {2}"),
    (r"(\w+) needs (\d+)", "»{0}« kræver {1}"),
    (
        r"its share of documents has surely fallen for (\d+) quarters \(needs (\d+)\)",
        "dens andel af dokumenterne er sikkert faldet i {0} kvartaler (kræver {1})",
    ),
    (r"covers (.+), where we are not evidenced", "dækker {0}, hvor vi ikke er belagt"),
    (r"has sold to (\d+) of our customers", "har solgt til {0} af vores kunder"),
    (r"stands against us nowhere that we see", "står ikke imod os nogen steder, vi ser"),
    (r"stands against us in (.+)", "står imod os i {0}"),
    (r"already tied to us: (.+)", "allerede forbundet med os: {0}"),
    (
        r"a supplier: check procurement law \(equal treatment, prior involvement\) and state aid",
        "en leverandør: se på udbudsret (ligebehandling, tidligere inddragelse) og statsstøtte",
    ),
    (
        r"co-operation between public bodies: check the conditions of procurement law",
        "samarbejde mellem offentlige: se på udbudsrettens betingelser",
    ),
    (
        r"(\d+) common events where chance gives ([\d.]+) \(q ([\d.]+)\)",
        "{0} fælles hændelser, hvor tilfældet giver {1} (q {2})",
    ),
    (r"one common event is no pattern", "én fælles hændelse er intet mønster"),
    (r"stated: (.+)", "oplyst: {0}"),
    (rf"{_N} against (at most|at least|above|below) {_N}", "{0} mod {1} {2}"),
    (
        rf"{_N} against (at most|at least|above|below) {_N}, within the margin of {_N}",
        "{0} mod {1} {2}, inden for margenen på {3}",
    ),
    (
        rf"{_N} against (at most|at least|above|below) {_N}, but its interval reaches {_N}",
        "{0} mod {1} {2}, men intervallet når {3}",
    ),
    (r"there is no number", "der er intet tal"),
    (rf"the query does not say its n, and {_N} is asked for", "forespørgslen siger ikke sit n, og der kræves {0}"),
    (
        rf"the query does not say its coverage, and {_N} is asked for",
        "forespørgslen siger ikke sin dækning, og der kræves {0}",
    ),
    (rf"n is {_N}, and {_N} is asked for", "n er {0}, og der kræves {1}"),
    (rf"coverage is {_N}, and {_N} is asked for", "dækningen er {0}, og der kræves {1}"),
    (r"no award states its bids", "ingen tildeling oplyser antal bud"),
    (r"n is (\d+), under (\d+)", "n er {0}, under {1}"),
    (r"coverage is (\d+) %, under (\d+) %", "dækningen er {0} %, under {1} %"),
    (r"coverage is (\d+) %", "dækningen er {0} %"),
    (r"the interval is ([\d.,]+) times as wide as the value", "intervallet er {0} gange så bredt som tallet"),
    (r"wide interval: ([\d.,]+) of the value", "bredt interval: {0} af tallet"),
    (r"small n: (\d+)", "lille n: {0}"),
    (r"a part of the year only", "kun en del af året"),
    (
        r"provisional: notices of the period may still come",
        "foreløbig: bekendtgørelser fra perioden kan stadig komme",
    ),
    (
        r"quote with scope and date: n, coverage and interval meet the rules",
        "citér med omfang og dato: n, dækning og interval opfylder reglerne",
    ),
    (r"too early to say how many there will be", "for tidligt at sige, hvor mange der bliver"),
    (r"fewer than (\d+) of them are heard", "færre end {0} af dem er hørt"),
    (r"(\d+) members are heard, fewer than (\d+)", "{0} er hørt, færre end {1}"),
    (r"the size of these customers is not known", "disse kunders størrelse kendes ikke"),
    (r"there is no other segment to compare with", "der er intet andet segment at sammenligne med"),
    (r"10 000 draws of stated ranges", "10.000 trækninger af de sagte spænd"),
    (r"(\d+) of (\d+) inputs are shipped examples", "{0} af {1} tal er medfølgende eksempler"),
    (
        r"its own words only: no award that we hold confirms it",
        "kun dens egne ord: ingen tildeling, vi har, bekræfter det",
    ),
    (r"(\d+) % of customers", "{0} % af kunderne"),
    (
        r"(\d+) % of what could be used, imported of (\d+) of (\d+) customers",
        "{0} % af det, der kunne bruges, importeret for {1} af {2} kunder",
    ),
    (
        r"figures of use are imported of (\d+) of (\d+) customers, fewer than (\d+)",
        "tal for brug er importeret for {0} af {1} kunder, færre end {2}",
    ),
    (r"(\d+) evidenced rivals", "{0} belagte konkurrenter"),
    (r"claimed by ourselves", "påstået af os selv"),
    (r"evidenced by awards", "belagt af tildelinger"),
    (r"evidenced", "belagt"),
    (r"direction unknown", "retningen kendes ikke"),
    (r"not surely rising", "stiger ikke sikkert"),
    (r"rising in (\w+) \(([\d.]+) times, q ([\d.]+)\)", "stiger i {0} ({1} gange, q {2})"),
    (r"uncovered need (\d+) %", "udækket behov {0} %"),
    (r"(\d+) contracts open within (\d+) months", "{0} kontrakter åbner inden for {1} måneder"),
    (r"(\d+) customers name it in their policy \((\d+) %\)", "{0} kunder nævner det i deres politik ({1} %)"),
    (
        r"ask the customers of the questionnaire whether they lack it",
        "spørg kunderne i spørgeskemaet, om de mangler det",
    ),
    (r"wait for two more quarters of notices", "vent to kvartaler mere på bekendtgørelser"),
    (
        r"fewer than (\d+) contracts were called for again and awarded",
        "færre end {0} kontrakter er udbudt på ny og tildelt",
    ),
    (
        r"(\d+) whole years with a total are held; a (band|backtest) needs (\d+)",
        "{0} hele år med en total; der kræves {2}",
    ),
    (
        r"by known value cannot tell: fewer than (\d+) % of the values are known",
        "efter kendt værdi kan ikke siges: færre end {0} % af værdierne er kendt",
    ),
    (
        r"hatched: (\d+) % of the values are known, a sure share needs (\d+) %",
        "skraveret: {0} % af værdierne er kendt, en sikker andel kræver {1} %",
    ),
    (r"no value of the segment is known", "ingen værdi i segmentet er kendt"),
    (
        r"more is tendered at this lag than the same papers dealt out anew would show",
        "der udbydes mere ved denne forsinkelse, end de samme papirer delt ud på ny ville vise",
    ),
    (r"holds until (\S+)", "gælder til {0}"),
    (
        r"we hold none, which does not say that there is none",
        "vi har ingen, hvilket ikke siger, at der ingen er",
    ),
    (
        r"(\d+) documents name any technology; a ranking needs (\d+)",
        "{0} dokumenter nævner en teknologi; en rangorden kræver {1}",
    ),
    (r"stability is ([\d.]+), under ([\d.]+)", "stabiliteten er {0}, under {1}"),
    (r"([\d,]+)–([\d,]+) inhabitants", "{0}–{1} indbyggere"),
    (
        r"no strategy, policy or plan is held: missing, not a low priority",
        "vi har ingen strategi, politik eller plan: mangler, ikke lav prioritet",
    ),
    (
        r"the sentences name no component, technology or theme to cover",
        "sætningerne nævner ingen komponent, teknologi eller tema, der kan dækkes",
    ),
    (
        r"(\d+) customers have a dated paper on it; a lag needs (\d+)",
        "{0} kunder har et dateret papir om det; der kræves {1}",
    ),
    (r"(\d+) tenders came after a paper; a lag needs (\d+)", "{0} udbud kom efter et papir; der kræves {1}"),
    (r"(\d+)% of the pairs of actors are apart at (\d+) %", "{0} % af aktørernes par kan skelnes ved {1} %"),
    (
        r"it is only required in tenders, which describe what is being bought",
        "det kræves kun i udbud, der beskriver det, som købes",
    ),
    (r"no sentence says when it is needed", "ingen sætning siger, hvornår det behøves"),
    (r"only (\d+) of (\d+) heard customers state it", "kun {0} af {1} hørte kunder siger det"),
    (r"satisfaction cannot be read out of texts", "tilfredshed kan ikke læses ud af tekster"),
    (r"willingness to pay cannot be read out of texts", "betalingsvilje kan ikke læses ud af tekster"),
    (r"the interval of its salience is wide", "intervallet om dets vigtighed er bredt"),
    (r"fewer than (\d+) closed windows", "færre end {0} lukkede vinduer"),
    (
        r"fewer than (\d+) closed windows of this kind: widened with those of all kinds",
        "færre end {0} lukkede vinduer af slagsen: udvidet med dem af alle slags",
    ),
    (
        r"(\d+) contracts open between ([\w-]+) and ([\w-]+), (\d+)% of them after the earliest end",
        "{0} kontrakter åbner mellem {1} og {2}, {3} % af dem efter den tidligste afslutning",
    ),
    (r"cannot be ready in time: (\d+) days too late", "kan ikke blive klar i tide: {0} dage for sent"),
    (
        r"cannot tell when: no law, window or other initiative bounds it",
        "kan ikke siges hvornår: ingen lov, vindue eller andet initiativ binder det",
    ),
    (r"must be done by ([\d-]+) \((.+)\)", "skal være gjort senest {0} ({1})"),
    (r"after (\S+)", "efter {0}"),
    (r"gate: (\w+)", "porten: {0}"),
    (r"one act only", "kun én handling"),
    (r"(\d+) sentences of (?:this group|others), fewer than (\d+)", "{0} sætninger, færre end {1}"),
    (r"read the quotes", "læs citaterne"),
    (r"fewer than (\d+) role sentences of this side in the year", "færre end {0} rollesætninger fra den side i året"),
    (
        r"(\d+) customers named it (\d+) months ago or longer; a share needs (\d+)",
        "{0} kunder nævnte det for mindst {1} måneder siden; en andel kræver {2}",
    ),
    (r"(\d+) of (\d+) scores are known", "{0} af {1} point er kendt"),
    (r"first in (\d+)% of the weights", "først i {0} % af vægtene"),
    (r"no dated document names it", "intet dateret dokument nævner den"),
    (
        r"named within (\d+) months of our first document: it may have begun earlier",
        "nævnt inden for {0} måneder fra vores første dokument: kan være begyndt før",
    ),
    (r"no document of this stream names it", "intet dokument i strømmen nævner den"),
    (r"one organisation names it", "én organisation nævner den"),
    (r"a stream takes up what two do", "en strøm tager det op, som to nævner"),
    (
        r"(\d+) customers have papers of the last (\d+) months and older ones; a change needs (\d+)",
        "{0} kunder har papirer både fra de seneste {1} måneder og før; en ændring kræver {2}",
    ),
    (r"cpv_labels: (\d+) texts", "CPV-listens ord: {0} tekster"),
    (r"notices: (\d+) texts", "bekendtgørelser: {0} tekster"),
    (r"joint_public_company", "fælleskommunalt selskab"),
    (r"region", "region"),
    (r"state", "stat"),
)
PREFIXES: tuple[tuple[str, str], ...] = (
    (r"do not quote: ", "citér ikke: "),
    (r"quote only with this beside it: ", "citér kun med dette: "),
    (r"first quarter of the history: ", "historiens første kvartal: "),
    (
        r"stays at (\w+): the rules name (\w+) \((.+)\), not yet two quarters in a row$",
        "bliver på »{0}«: reglerne siger »{1}« ({2}), endnu ikke to kvartaler i træk",
    ),
    (r"stays at (\w+): ", "bliver på »{0}«: "),
    (r"moved from (\w+) to (\w+): ", "rykket fra »{0}« til »{1}«: "),
    (r"(holds|weakening|broken): ", "{0}: "),
    (r"cannot tell: ", "kan ikke siges: "),
    (r"(need|openings|policy|room|strength|use): ", "{0}: "),
    (r"asked for, and we stand well: develop it \((.+?)\)\. ", "efterspurgt, og vi står godt: udvikl ({0}). "),
    (
        r"asked for, but others stand better: partner \((.+?)\)\. ",
        "efterspurgt, men andre står bedre: gå sammen ({0}). ",
    ),
    (
        r"we stand well, but little is asked for: keep it as it is \((.+?)\)\. ",
        "vi står godt, men lidt efterspørges: behold ({0}). ",
    ),
    (
        r"little is asked for, and others stand better: leave it to them \((.+?)\)\. ",
        "lidt efterspørges, og andre står bedre: forlad ({0}). ",
    ),
)
WORDS: dict[str, str] = {
    "at most": "højst", "at least": "mindst", "above": "over", "below": "under",
    "established": "etableret", "adopt": "tag i brug", "explore": "undersøg", "watch": "hold øje",
    "fading": "på vej ud", "none": "ikke på radaren",
    "holds": "holder", "weakening": "svækkes", "broken": "brudt", "cannot_tell": "kan ikke siges",
    "need": "behov", "openings": "åbninger", "policy": "politik", "room": "plads", "strength": "styrke", "use": "brug",
    "stated": "oplyst partnerskab",
    "award": "tildelinger", "procurement": "udbud", "vendor": "leverandørers sider", "clear": "står fast",
}  # fmt: skip
"""Codes inside phrases."""
