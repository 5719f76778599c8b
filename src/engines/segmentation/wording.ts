import type { PersonNames, PersonWording } from "./person-wording";
import type {
  CellRule,
  DidRule,
  FrequencyRule,
  GroupRule,
  LookAlikeRule,
  MovedRule,
  RfmRule,
  SequenceRule,
  StageRule,
} from "./rule";

/** A part of the sentence; a composite one needs brackets inside another. */
export interface Phrase {
  readonly text: string;
  readonly isComposite: boolean;
}

/** How one language says each rule. */
export interface Wording extends PersonWording {
  sentence(phrase: string): string;
  all(phrases: readonly string[]): string;
  any(phrases: readonly string[]): string;
  not(phrase: string): string;
  bracket(phrase: string): string;
  did(rule: DidRule): string;
  frequency(rule: FrequencyRule): string;
  sequence(rule: SequenceRule): string;
  stage(rule: StageRule): string;
  cell(rule: CellRule): string;
  group(rule: GroupRule): string;
  moved(rule: MovedRule): string;
  rfm(rule: RfmRule): string;
  lookAlike(rule: LookAlikeRule): string;
}

/** What people call the things that a tree names by code or key, and how they write money. */
export interface RuleNames extends PersonNames {
  category(id: number): string;
  lookAlike(modelId: string): string;
  /** Minor units as decimal digits. */
  money(minor: string, currencyCode: string): string;
}
