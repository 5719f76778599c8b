import type { Rule } from "../../engines/segmentation/rule";

/**
 * States of an audience pack.
 *
 *     DRAFT    its rules have no members yet: new, or rules replaced since the last build
 *     BUILT    its members are those of its rules
 *     FROZEN   as BUILT, and neither rules nor members may change: bound by a push, or by who froze it
 *     EXPIRED  `expiresAt` has passed; derived when it is read, so nothing has to run at that instant
 *     ARCHIVED put away for ever; its name is free again
 *
 *     DRAFT -- build --> BUILT -- push or freeze --> FROZEN
 *     BUILT -- build --> BUILT, BUILT -- replace rules --> DRAFT
 *     EXPIRED -- set expiry --> what it was before it expired
 *     every state but ARCHIVED -- archive --> ARCHIVED
 *
 * Every other change leaves the state as it is. Members of the last build stay in force while a DRAFT waits for its next one.
 */
export const packStates = ["DRAFT", "BUILT", "FROZEN", "EXPIRED", "ARCHIVED"] as const;
export type PackState = (typeof packStates)[number];

const NOT_ARCHIVED = ["DRAFT", "BUILT", "FROZEN", "EXPIRED"] as const;

export const statesThatAllow = {
  rename: NOT_ARCHIVED,
  setTags: NOT_ARCHIVED,
  setExpiry: NOT_ARCHIVED,
  handOver: NOT_ARCHIVED,
  setRefresh: ["DRAFT", "BUILT"],
  replaceRules: ["DRAFT", "BUILT"],
  build: ["DRAFT", "BUILT"],
  freeze: ["BUILT"],
  archive: NOT_ARCHIVED,
  clone: packStates,
} as const satisfies Record<string, readonly PackState[]>;

export type PackChange = keyof typeof statesThatAllow;

/** Rules in one of their versions. */
export interface PackRules {
  readonly rule: Rule;
  readonly canonical: string;
  /** SHA-256 of `canonical`. */
  readonly hash: string;
}

/** Frozen members; later touchpoints do not change them. */
export interface PackBuild {
  readonly id: string;
  readonly asOf: Date;
  readonly people: bigint;
  readonly builtAt: Date;
  /** The run that made it; null: made before it was kept. */
  readonly runId: string | null;
}

/** People whom a build brought in, and those of the build before whom it left out. */
export interface PackMovement {
  readonly entered: bigint;
  readonly left: bigint;
}

export interface AudiencePack {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly state: PackState;
  /** Counts up with every change that a person makes; a build is none. */
  readonly version: number;
  readonly rules: PackRules;
  /** The published one; null before the first. */
  readonly build: PackBuild | null;
  readonly expiresAt: Date | null;
  /** The access key that answers for it; null: made before owners were kept. */
  readonly ownerKeyId: string | null;
  readonly clonedFromId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** True when other packs and campaigns may take its members. */
export const hasMembers = (pack: AudiencePack): pack is AudiencePack & { readonly build: PackBuild } =>
  pack.build !== null && pack.state !== "EXPIRED" && pack.state !== "ARCHIVED";
