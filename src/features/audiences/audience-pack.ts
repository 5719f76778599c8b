import type { Rule } from "../../engines/segmentation/rule";

/**
 * States of an audience pack.
 *
 *     DRAFT    its rules have no members yet: new, or rules replaced since the last build
 *     BUILT    its members are those of its rules
 *     FROZEN   as BUILT, and bound by a push: neither rules nor members may change
 *     EXPIRED  `expiresAt` has passed; derived when it is read, so nothing has to run at that instant
 *     ARCHIVED put away for ever; its name is free again
 *
 *     DRAFT -- build --> BUILT -- push --> FROZEN
 *     BUILT -- build --> BUILT, BUILT -- replace rules --> DRAFT
 *     every state but ARCHIVED -- archive --> ARCHIVED
 *
 * Members of the last build stay in force while a DRAFT waits for its next one.
 */
export const packStates = ["DRAFT", "BUILT", "FROZEN", "EXPIRED", "ARCHIVED"] as const;
export type PackState = (typeof packStates)[number];

export type PackChange = "rename" | "replaceRules" | "build" | "archive";

export const statesThatAllow: Readonly<Record<PackChange, readonly PackState[]>> = {
  rename: ["DRAFT", "BUILT", "FROZEN", "EXPIRED"],
  replaceRules: ["DRAFT", "BUILT"],
  build: ["DRAFT", "BUILT"],
  archive: ["DRAFT", "BUILT", "FROZEN", "EXPIRED"],
};

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
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** True when other packs and campaigns may take its members. */
export const hasMembers = (pack: AudiencePack): pack is AudiencePack & { readonly build: PackBuild } =>
  pack.build !== null && pack.state !== "EXPIRED" && pack.state !== "ARCHIVED";
