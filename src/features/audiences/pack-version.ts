import type { PackRules } from "./audience-pack";

/** What a version of a pack may have changed; a build changes none. */
export const recordedChanges = [
  "CREATED",
  "RENAMED",
  "TAGS_SET",
  "EXPIRY_SET",
  "HANDED_OVER",
  "REFRESH_SET",
  "RULES_REPLACED",
  "FROZEN",
  "ARCHIVED",
] as const;
export type RecordedChange = (typeof recordedChanges)[number];

/** A version of a pack with the rules that it had. */
export interface RecordedVersion {
  readonly version: number;
  readonly change: RecordedChange;
  /** Null, as `changedAt`: before it was kept. */
  readonly accessKeyId: string | null;
  readonly changedAt: Date | null;
  readonly rules: PackRules;
}
