export { checkDays, type Days, daysSinceEpoch, listDays } from "./days";
export type { SearchDictionaryService } from "./search-dictionary.service";
export { rowsLiteral, spellingSql, wordsSql } from "./search-sql";
export { shareOfWhole, type Voice, type VoiceShare } from "./share-of-voice";
