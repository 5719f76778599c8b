import { denseRanks } from "../../engines/numeric/rank";
import { expiryOf, heatAt } from "../../engines/search/topic-heat";
import type { SmallGroups } from "../../platform/small-groups";
import { type NullReason, type ShownShare, showShare } from "./shown";
import type { TrendTopic } from "./trend-topic";

/** Days before the day of the question whose touches say whether a topic is the brand's. */
export const RELEVANCE_DAYS = 30;
/** Most topics that are compared, the hottest of their sources. */
export const MAX_COMPARED_TOPICS = 200;
/** Most rows of an answer. */
export const MAX_HOT_TOPICS = 50;

/** Heat of a topic, alone and among those of its source. */
export interface HeatedTopic {
  readonly topic: TrendTopic;
  readonly heat: number;
  /** 1: the hottest of its source. */
  readonly relativeHeat: number;
  readonly expiresAt: Date;
}

/** The topics that are open, the hottest of their sources first: units of sources are not alike. */
export function heatTopics(topics: readonly TrendTopic[], at: Date): readonly HeatedTopic[] {
  const heats = topics.map((topic) => heatAt(topic, at));
  const hottest = new Map<string, number>();
  for (const [index, { source }] of topics.entries())
    hottest.set(source, Math.max(hottest.get(source) ?? 0, heats[index]!));
  return topics
    .map((topic, index) => ({
      topic,
      heat: heats[index]!,
      relativeHeat: heats[index]! / hottest.get(topic.source)!,
      expiresAt: expiryOf(topic),
    }))
    .filter(({ expiresAt }) => expiresAt > at)
    .sort((a, b) => b.relativeHeat - a.relativeHeat);
}

/** How many of whom touched a topic. */
export interface TopicTouches {
  readonly brandTouched: bigint;
  readonly brandPeople: bigint;
  readonly cloudTouched: bigint;
  readonly cloudPeople: bigint;
}

export interface HotTopicWindow extends HeatedTopic {
  readonly rank: number | null;
  readonly brandShare: ShownShare | null;
  readonly cloudShare: ShownShare | null;
  /** brandShare / cloudShare. */
  readonly relevance: number | null;
  /** 100 x relativeHeat x relevance. */
  readonly score: number | null;
  readonly reason: NullReason | null;
}

/** Best first; equal scores share a rank and stand by title, those without a score come last. */
export function rankTopics(
  topics: readonly (HeatedTopic & { readonly touches: TopicTouches })[],
  smallGroups: SmallGroups,
): readonly HotTopicWindow[] {
  const scored = topics.map(({ touches, ...topic }) => ({
    ...topic,
    ...scoreOf(touches, topic.relativeHeat, smallGroups),
  }));
  const ranks = denseRanks(scored.flatMap(({ score }) => score ?? []));
  return scored
    .map((topic): HotTopicWindow => ({ ...topic, rank: topic.score === null ? null : ranks.get(topic.score)! }))
    .sort(
      (a, b) =>
        (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) ||
        (a.topic.title < b.topic.title ? -1 : 1),
    );
}

function scoreOf(touches: TopicTouches, relativeHeat: number, smallGroups: SmallGroups) {
  const brandShare = showShare(touches.brandTouched, touches.brandPeople, smallGroups);
  const cloudShare = showShare(touches.cloudTouched, touches.cloudPeople, smallGroups);
  const hasBase = touches.brandPeople > 0n && touches.cloudTouched > 0n;
  const isTold = brandShare !== null && cloudShare !== null;
  const relevance = hasBase && isTold && cloudShare.value > 0 ? brandShare.value / cloudShare.value : null;
  return {
    brandShare,
    cloudShare,
    relevance,
    score: relevance === null ? null : 100 * relativeHeat * relevance,
    reason: relevance !== null ? null : hasBase && !isTold ? ("SUPPRESSED" as const) : ("BASE_NOT_POSITIVE" as const),
  };
}
