-- +goose Up
-- +goose StatementBegin
-- Levels and fields of training on one scale for all sites. What they follow from is in carif itself, which fills them
-- here where a course is shown, and anew when it knows better.
ALTER TABLE course ADD COLUMN level_scale /* Level reached at the end, 1 to 8 of the framework of 2019; null if the printed level has no counterpart [niveau de sortie] */ INTEGER;
ALTER TABLE course ADD COLUMN level_scale_source /* Level reached at the end: the printed scale and level it was read from, such as 1969:III or 2019:5 [niveau de sortie] */ TEXT;
ALTER TABLE course ADD COLUMN level_scale_fit /* Level reached at the end: exact, or near where one level of then is two of 2019, or the printed level was near [niveau de sortie] */ TEXT;
ALTER TABLE course ADD COLUMN entry_level_scale /* Level required for entry, 1 to 8 of the framework of 2019; null if the printed level has no counterpart [niveau d'entrée requis] */ INTEGER;
ALTER TABLE course ADD COLUMN entry_level_scale_source /* Level required for entry: the printed scale and level it was read from, such as 1969:III or 2019:5 [niveau d'entrée requis] */ TEXT;
ALTER TABLE course ADD COLUMN entry_level_scale_fit /* Level required for entry: exact, or near where one level of then is two of 2019, or the printed level was near [niveau d'entrée requis] */ TEXT;
ALTER TABLE course ADD COLUMN domain /* Field of training on one scale for all sites: NSF domain of two digits; null if no code of the page leads to one [domaine de spécialité] */ TEXT;
ALTER TABLE course ADD COLUMN domain_label /* Field of training: label of the NSF domain [domaine de spécialité] */ TEXT;
ALTER TABLE course ADD COLUMN domain_source /* The list and code that the domain was read from, such as formacode:43436 [domaine de spécialité] */ TEXT;
ALTER TABLE course ADD COLUMN domain_fit /* exact if the page prints an NSF code, near if another list's code was mapped [domaine de spécialité] */ TEXT;

PRAGMA user_version = 20;
-- +goose StatementEnd
