"""Why something stands in quarantine, and what a classifier's card says: readers and models write codes.

The readers' own list of reasons is in `spiders/format.py`, which the dashboards may not import; a test compares them.
"""

from __future__ import annotations

from dashboards.words import Words

REFUSALS: dict[str, Words] = {
    "empty": Words("ingen bytes", "no bytes"),
    "unknown_format": Words("ingen læser kender formatet", "no reader recognises the format"),
    "not_xml": Words("ikke velformet XML", "not well-formed XML"),
    "not_json": Words("ikke hel JSON", "not complete JSON"),
    "not_pdf": Words("ikke en PDF", "not a PDF"),
    "has_doctype": Words("dokumentet har en DOCTYPE", "the document declares a DOCTYPE"),
    "too_deep": Words("for dybt indlejret", "nested too deep"),
    "too_large": Words("for stort", "too large"),
    "attribute_bomb": Words("et mærke er længere, end ærlige sider skriver", "a tag longer than honest pages write"),
    "encoding": Words("tegnsættet er ikke det, der siges", "the text does not decode as it says"),
    "no_text": Words("ingen hovedtekst", "no main text"),
    "no_text_layer": Words("PDF uden tekstlag", "PDF without a text layer"),
    "encrypted": Words("krypteret", "encrypted"),
    "not_a_published_notice": Words("ikke en offentliggjort bekendtgørelse", "not a published notice"),
    "not_procurement": Words("handler ikke om udbud", "not about procurement"),
    "template": Words("skabelon, der ikke er udfyldt", "a template that is not filled in"),
    "placeholder_number": Words("nummeret er en pladsholder", "the number is a placeholder"),
    "missing_identity": Words("hverken nummer eller id", "neither number nor id"),
    "malformed": Words("en værdi, der bestemmer posten, kan ikke læses", "a value that identifies it cannot be read"),
    "member_refused": Words("pakkens del bryder en sikkerhedsregel", "the package's member breaks a safety rule"),
    "damaged_package": Words("pakken er skåret over eller beskadiget", "the package is cut or damaged"),
    "over_time": Words("læsningen tog for lang tid", "reading took too long"),
    "over_memory": Words("læsningen brugte for meget hukommelse", "reading took too much memory"),
    "crashed": Words("læsningen endte uden svar", "reading ended without an answer"),
    "names_taken_out": Words(
        "nævner nogen, der er taget ud af studiet", "names somebody who was taken out of the study"
    ),
    "reader_error": Words("læseren mødte noget, den ikke er skrevet til", "the reader met something unforeseen"),
}
MODELS: dict[str, Words] = {
    "cpv_division": Words("hvilken CPV-hovedgruppe", "which CPV division"),
    "it_relevance": Words("it eller ej", "IT or not"),
}
METRICS: dict[str, Words] = {
    "accuracy": Words("rigtige svar", "right answers"),
    "accuracy_where_it_answers": Words("rigtige svar, hvor den svarer", "right answers where it answers"),
    "calibration_error": Words("fejl i dens egen sikkerhed", "calibration error"),
    "coverage": Words("svarer på", "answers"),
    "held_out_texts": Words("tekster, den blev prøvet på", "texts that it was tried on"),
    "shift": Words("forskydning", "shift"),
    "slope": Words("hældning", "slope"),
    "temperature": Words("temperatur", "temperature"),
    "threshold": Words("svarer fra sikkerheden", "answers from this certainty"),
}
NOTES: tuple[tuple[str, str], ...] = (
    (
        "Trained on the official labels alone: it answers only where it is surest, next to nothing of real notices. "
        "A division is the buyer's choice and not a technology. It reads the first 1,500 characters.",
        "Kun lært af de officielle betegnelser: den svarer kun, hvor den er sikrest, næsten intet om rigtige "
        "bekendtgørelser. Hovedgruppen er ordregiverens valg og ikke en teknologi. Den læser de første 1.500 tegn.",
    ),
    (
        "Judged on held-out notices of the same study. A division is the buyer's choice and not a technology; a "
        "notice is IT where its main code is. It reads the first 1,500 characters, and what is known of a notice "
        "beside them.",
        "Bedømt på gemte bekendtgørelser fra samme studie. Hovedgruppen er ordregiverens valg og ikke en teknologi; en "
        "bekendtgørelse er it, hvor dens hovedkode er. Den læser de første 1.500 tegn og det, der vides om "
        "bekendtgørelsen ved siden af.",
    ),
)
"""What the classifier's card says of its limits, letter by letter (`nlp/training.py`; a test compares them)."""
