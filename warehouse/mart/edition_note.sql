-- A note on how to read this edition, in both languages.
-- Grain: note_code
-- Check: note_code in ('first_night', 'no_policy_source', 'no_vendor_source', 'no_award', 'thresholds', 'rehearsal')
-- Check: note_da <> '' and note_en <> '' and note_da <> note_en
-- Check: note_code <> 'no_award' or not exists (select 1 from mart.edition_note where note_code = 'thresholds')
-- Column note_code: first_night, no_policy_source, no_vendor_source, no_award, thresholds or rehearsal
-- Column note_da: the note in Danish
-- Column note_en: the note in English
select
    'first_night' as note_code,
    'Første nat: alt er nyt, så der vises ingen nyheder.' as note_da,
    'First night: everything is new, so no news are shown.' as note_en
from core.study as study
where
    not exists (
        select 1 from core.evidence as evidence
        where evidence.first_night < study.night_id
    )
union all
select
    'no_policy_source' as note_code,
    'Undersøgelsen har ingen politiske kilder, så den kan ikke sige noget om strategier og politikker.' as note_da,
    'The study has no policy sources, so it cannot tell about strategies and policies.' as note_en
from core.study
where
    not exists (
        select 1 from core.study_source as source
        where source.stream = 'policy'
    )
union all
select
    'no_vendor_source' as note_code,
    'Undersøgelsen har ingen leverandørkilder, så den kan ikke sige noget om, hvad leverandørerne skriver.' as note_da,
    'The study has no vendor sources, so it cannot tell what vendors write.' as note_en
from core.study
where
    not exists (
        select 1 from core.study_source as source
        where source.stream = 'vendor'
    )
union all
select
    'no_award' as note_code,
    'Ingen tildelinger er læst, så markedets størrelse og andele er ukendte.' as note_da,
    'No awards have been read, so the size of the market and its shares are unknown.' as note_en
from core.study
where
    not exists (
        select 1 from core.award as award
        where award.status = 'awarded'
    )
union all
select
    'rehearsal' as note_code,
    'Generalprøve: alle organisationer og tal er opdigtede.' as note_da,
    'Rehearsal: all organisations and figures are invented.' as note_en
from core.study
where is_rehearsal
union all
select
    'thresholds' as note_code,
    'Udbudsbekendtgørelser dækker mest kontrakter over EU''s tærskelværdier; mindre køb og de fleste træk på '
    || 'rammeaftaler bekendtgøres aldrig.' as note_da,
    'Procurement notices cover mostly contracts above the EU''s thresholds; smaller purchases and most call-offs '
    || 'under frameworks are never published.' as note_en
from core.study
where
    exists (
        select 1 from core.award as award
        where award.status = 'awarded'
    )
