import DataLoader from "dataloader";
import { keywordWords, normaliseKeyword } from "../../engines/search/normalise-keyword";
import { SPENT_SHARE } from "../../engines/search/topic-heat";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import { answerRows, isTaken, judgeRows, MAX_REGISTERED_ROWS, type RegisteredRow } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { TouchpointService } from "../touchpoints";
import { type Days, dayOf, daysBefore, instantsOf } from "./days";
import {
  type HotTopicWindow,
  heatTopics,
  MAX_COMPARED_TOPICS,
  MAX_HOT_TOPICS,
  RELEVANCE_DAYS,
  rankTopics,
} from "./hot-topic";
import type { HotTopicStore } from "./hot-topic.store";
import type { AskedBrand } from "./search-question";
import { type NewTrendTopic, readTopic, type TopicRejection, type TrendTopic, topicKey } from "./trend-topic";
import type { TrendTopicStore } from "./trend-topic.store";

export interface HotTopicReport {
  readonly days: Days;
  readonly window: GrantedWindow;
  readonly at: Date;
  readonly open: number;
  readonly compared: number;
  readonly topics: readonly HotTopicWindow[];
}

export interface HotTopicParts {
  readonly database: Database;
  readonly topics: TrendTopicStore;
  readonly store: HotTopicStore;
  readonly windows: BrandWindows;
  readonly touchpoints: TouchpointService;
}

/** Takes the topics of the day and says which of them are worth a brand's while. */
export class HotTopicService {
  constructor(private readonly parts: HotTopicParts) {}

  topics(context: RequestContext): DataLoader<string, TrendTopic | null> {
    return context.memo(
      this.topics,
      () =>
        new DataLoader<string, TrendTopic | null>(async (ids) => {
          const found = new Map((await this.parts.topics.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** Row by row: a topic is its source's code; other details for it replace the old ones. */
  async import(
    context: RequestContext,
    topics: readonly NewTrendTopic[],
    key?: string,
  ): Promise<readonly RegisteredRow<TopicRejection["reason"]>[]> {
    const call = { key, mutation: "importTrendTopics", request: topics };
    const rows = await once(this.parts.database, context, call, async (manager) => {
      if (topics.length < 1 || topics.length > MAX_REGISTERED_ROWS)
        throw UserProblems.one(
          "INVALID_INPUT",
          ["input", "topics"],
          `topics must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${topics.length}; send them in several calls.`,
        );
      const read = judgeRows(topics, ["code", topicKey], readTopic);
      return answerRows(read, topicKey, await this.parts.topics.upsert(manager, context, read.filter(isTaken)));
    });
    this.topics(context).clearAll();
    return rows;
  }

  /** Topics that are open at the instant, the best for the brand first. */
  async hotTopics(
    context: RequestContext,
    brand: AskedBrand,
    { at = context.clock.now(), best }: { readonly at?: Date | undefined; readonly best: number },
  ): Promise<HotTopicReport> {
    const now = context.clock.now();
    if (at > now)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["asOf"],
        `asOf must not be in the future, but got ${at.toISOString()} at ${now.toISOString()}.`,
      );
    if (best < 1 || best > MAX_HOT_TOPICS)
      throw UserProblems.one("INVALID_INPUT", ["best"], `best must be 1 to ${MAX_HOT_TOPICS}, but got ${best}.`);
    const { topics, store, windows, touchpoints } = this.parts;
    const today = dayOf(at, brand.zone);
    const days = daysBefore({ from: today, to: today }, RELEVANCE_DAYS);
    const [granted, sourceIds, open] = await Promise.all([
      windows.grant(context, brand.id, instantsOf(days, brand.zone)),
      touchpoints.cloudSourceIds(),
      topics.findOpen(context, at, Math.log2(1 / SPENT_SHARE)),
    ]);
    const heated = heatTopics(open, at);
    const compared = heated.slice(0, MAX_COMPARED_TOPICS);
    const marks = compared.map(({ topic: { tags, keywords } }) => ({
      tags,
      words: keywords.map((keyword) => keywordWords(normaliseKeyword(keyword))),
    }));
    const { touched, brandPeople, cloudPeople } = await windows.ask(
      context,
      granted,
      { figure: "HOT_TOPICS" },
      (window) => store.read({ ...window, sourceIds, overlayId: null }, marks),
    );
    const counted = compared.map((topic, place) => {
      const people = touched.get(place);
      const touches = {
        brandTouched: BigInt(people?.andCardinality(brandPeople) ?? 0),
        brandPeople: BigInt(brandPeople.size),
        cloudTouched: BigInt(people?.size ?? 0),
        cloudPeople: BigInt(cloudPeople.size),
      };
      return { ...topic, touches };
    });
    const ranked = rankTopics(counted, granted).slice(0, best);
    return { days, window: granted, at, open: heated.length, compared: compared.length, topics: ranked };
  }
}
