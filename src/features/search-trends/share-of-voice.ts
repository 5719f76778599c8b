import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import type { Days } from "./days";
import { listDays } from "./days";
import { type ShownShare, shareOf } from "./shown";

/** What people say of brands by themselves, and that they look for them: the actions that are voice. */
export const MENTIONS = ["REVIEW", "SHARE", "ANSWER"] as const;
export const VOICE_ACTIONS = ["SEARCH", ...MENTIONS] as const;

/**
 * Fewest rival brands behind what is told of them together. Of two rivals each knows itself, so each would learn the other.
 */
export const FEWEST_RIVALS = 3;

/** Voice of one day, or of all days of a stretch. */
export interface Voice {
  /** Place of the stretch in the question. */
  readonly period: number;
  /** Null: the whole stretch. */
  readonly day: string | null;
  readonly own: bigint;
  readonly ownSearches: bigint;
  readonly total: bigint;
  readonly ownPeople: bigint;
  readonly rivalPeople: bigint;
  readonly rivals: number;
}

export const voiceReasons = ["SUPPRESSED", "TOO_FEW_RIVALS", "BASE_NOT_POSITIVE"] as const;
export type VoiceReason = (typeof voiceReasons)[number];

export interface VoiceShare {
  readonly share: ShownShare | null;
  readonly reason: VoiceReason | null;
}

export interface VoicePoint extends VoiceShare {
  readonly day: string;
}

export interface VoicePeriod extends VoiceShare {
  readonly days: Days;
  readonly searches: bigint | null;
  readonly mentions: bigint | null;
  readonly points: readonly VoicePoint[];
}

const SILENCE = { own: 0n, ownSearches: 0n, total: 0n, ownPeople: 0n, rivalPeople: 0n, rivals: 0 };

/** One stretch of days as a caller may see it. */
export function voicePeriod(found: readonly Voice[], days: Days, smallGroups: SmallGroups): VoicePeriod {
  const of = (day: string | null) => found.find((voice) => voice.day === day) ?? SILENCE;
  const list = listDays(days);
  const voices = list.map(of);
  // A day that may not be told takes others with it, as it would follow from the whole stretch.
  const { threshold } = smallGroups;
  const own = suppressPartition(
    voices.map(({ ownPeople }) => ownPeople),
    threshold,
  ).counts;
  const rivals = suppressPartition(voices.map(protectedRivals), threshold + 1).counts;
  const whole = of(null);
  const isOwnTold = suppress(whole.ownPeople, threshold) !== null;
  return {
    days,
    ...voiceShare(whole, isOwnTold && suppress(whole.rivalPeople, threshold) !== null, smallGroups),
    searches: isOwnTold ? roundCount(whole.ownSearches, smallGroups.roundingBase) : null,
    mentions: isOwnTold ? roundCount(whole.own - whole.ownSearches, smallGroups.roundingBase) : null,
    points: list.map((day, index) => ({
      day,
      ...voiceShare(voices[index]!, own[index] !== null && rivals[index] !== null, smallGroups),
    })),
  };
}

/** Share of a stretch of which no parts are told. */
export const shareOfWhole = (voice: Omit<Voice, "period" | "day">, smallGroups: SmallGroups): VoiceShare => {
  const isTold = (people: bigint): boolean => suppress(people, smallGroups.threshold) !== null;
  return voiceShare(voice, isTold(voice.ownPeople) && isTold(voice.rivalPeople), smallGroups);
};

/** For a threshold one higher: too few rivals are a group of one, however many people they are of. */
function protectedRivals(voice: Omit<Voice, "period" | "day">): bigint {
  if (isOfFewRivals(voice)) return 1n;
  return voice.rivalPeople === 0n ? 0n : voice.rivalPeople + 1n;
}

/** That all rivals are silent tells of none more than of another. */
const isOfFewRivals = ({ rivals }: { readonly rivals: number }): boolean => rivals > 0 && rivals < FEWEST_RIVALS;

function voiceShare(voice: Omit<Voice, "period" | "day">, isTold: boolean, { roundingBase }: SmallGroups): VoiceShare {
  if (isOfFewRivals(voice)) return { share: null, reason: "TOO_FEW_RIVALS" };
  if (!isTold) return { share: null, reason: "SUPPRESSED" };
  const share = shareOf(roundCount(voice.own, roundingBase), roundCount(voice.total, roundingBase));
  return { share, reason: share === null ? "BASE_NOT_POSITIVE" : null };
}
