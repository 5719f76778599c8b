import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import {
  PlaybookChange,
  PlaybookPack,
  PlaybookPlacement,
  PlaybookStrategy,
  toContent,
} from "../playbooks/playbook.types";
import { ReviewFrequency } from "../reviews/review-lines.types";
import {
  type BrandGroup as BrandGroupRow,
  type GroupStrategy as GroupStrategyRow,
  type InheritanceState,
  type InheritedStrategy as InheritedStrategyRow,
  inheritanceStates,
  MAX_VERSIONS,
  type StrategyVersion,
} from "./group-strategy";

@Access("READ_CAMPAIGNS")
@ObjectType({ implements: Node, description: "Brands of the organisation that are run by one hand (品牌集团)." })
export class BrandGroup extends Node {
  /** The row behind it; not a field of the schema. */
  row!: BrandGroupRow;

  @Field({ description: "Unique among the organisation's brand groups." })
  name!: string;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;
}

export const toBrandGroup = (row: BrandGroupRow): BrandGroup =>
  Object.assign(new BrandGroup(), {
    ...{ row, id: toNodeId("BrandGroup", row.id), name: row.name, version: row.version, createdAt: row.createdAt },
  });

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What a strategy says to do: packs, placements, split and frequency." })
export class StrategyContent {
  @Field(() => Float, { description: "How many days of 24 hours a campaign of it runs." })
  days!: number;

  @Field(() => [PlaybookPack], { description: "Packs that placements are aimed at, each once." })
  packs!: readonly PlaybookPack[];

  @Field(() => [PlaybookPlacement], { description: "Placements in their order." })
  placements!: readonly PlaybookPlacement[];

  @Field(() => [PlaybookStrategy], { description: "How its packs are advertised to." })
  strategies!: readonly PlaybookStrategy[];

  @Field(() => ReviewFrequency, {
    nullable: true,
    description: "How often to touch a person off site; SET_BY_BRAND where a brand overrides it; null: no advice.",
  })
  frequency!: ReviewFrequency | null;
}

const contentOf = (content: StrategyVersion["content"]): StrategyContent =>
  Object.assign(new StrategyContent(), toContent(content));

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What was promoted at one time; never changed." })
export class GroupStrategyVersion {
  /** The row behind it; not a field of the schema. */
  row!: StrategyVersion;

  @Field(() => Int, { description: "1 for what was promoted first." })
  version!: number;

  @Field({ description: "Why it was promoted, in words; may be empty." })
  note!: string;

  @Field(() => DateTimeScalar, { description: "When it was promoted." })
  promotedAt!: Date;

  @Field(() => StrategyContent, { description: "What it says to do." })
  content!: StrategyContent;
}

const toVersion = (row: StrategyVersion): GroupStrategyVersion =>
  Object.assign(new GroupStrategyVersion(), {
    ...{ row, version: row.version, note: row.note, promotedAt: row.promotedAt, content: contentOf(row.content) },
  });

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "What one brand of a group did, promoted so that the others inherit it (集团级用户运营策略).",
})
export class GroupStrategy extends Node {
  /** The row behind it; not a field of the schema. */
  row!: GroupStrategyRow;

  @Field({ description: "Unique among the group's strategies." })
  name!: string;

  @Field(() => Int, { description: "Version in force; pass it as expectedVersion." })
  version!: number;

  @Field(() => [GroupStrategyVersion], { description: `The newest ${MAX_VERSIONS}, that in force first.` })
  versions!: readonly GroupStrategyVersion[];
}

export const toGroupStrategy = (row: GroupStrategyRow): GroupStrategy =>
  Object.assign(new GroupStrategy(), {
    ...{ row, id: toNodeId("GroupStrategy", row.id), name: row.name, version: row.versions[0]!.version },
    versions: row.versions.map(toVersion),
  });

const STATES: Readonly<Record<InheritanceState, string>> = {
  INHERITED: "The brand has it as the group says, and every later version as well.",
  OVERRIDDEN: "The brand does otherwise in `changes`, and as the newest version says in all else.",
  DECLINED: "The brand does nothing of it.",
};
const StateEnum = Object.fromEntries(inheritanceStates.map((state) => [state, state]));
registerEnumType(StateEnum, {
  name: "InheritanceState",
  description: "How a brand has a strategy of its group; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(inheritanceStates.map((state) => [state, { description: STATES[state] }])),
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A strategy of a group as one of its brands has it." })
export class InheritedStrategy {
  /** Number of the brand; not a field of the schema. */
  brandId!: number;

  @Field(() => GroupStrategy, { description: "The group's strategy." })
  strategy!: GroupStrategy;

  @Field(() => StateEnum, { description: "Whether the brand does as the group says." })
  state!: InheritanceState;

  @Field(() => String, { nullable: true, description: "Why it does otherwise; null: it does not." })
  reason!: string | null;

  @Field(() => Int, { description: "Version of the brand's override, 0 without one; pass it as expectedVersion." })
  overrideVersion!: number;

  @Field(() => StrategyContent, { description: "What the brand is to do: the version in force under its override." })
  content!: StrategyContent;

  @Field(() => [PlaybookChange], {
    description: "Where the brand differs: `source` is the group's, `now` the brand's.",
  })
  changes!: readonly PlaybookChange[];

  @Field(() => [String], {
    description: "Names of packs that the brand overrides and the version in force no longer has: to be dropped.",
  })
  unusedOverrides!: readonly string[];
}

export const toInherited = (row: InheritedStrategyRow): InheritedStrategy =>
  Object.assign(new InheritedStrategy(), {
    ...{ brandId: row.brandId, strategy: toGroupStrategy(row.strategy), state: row.state },
    ...{ reason: row.override?.reason ?? null, overrideVersion: row.override?.version ?? 0 },
    content: contentOf(row.content),
    changes: row.changes.map((change) => Object.assign(new PlaybookChange(), change)),
    unusedOverrides: row.unused,
  });
