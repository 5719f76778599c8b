export { daysSinceEpoch } from "./days";
export type { SearchDictionaryService } from "./search-dictionary.service";
export { rowsLiteral, spellingSql, wordsSql } from "./search-sql";
