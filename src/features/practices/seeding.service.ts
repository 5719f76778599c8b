import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudiencePack, AudienceService } from "../audiences";
import { MAX_WINDOW_DAYS, type NewOpportunityPack, noData, type OpportunityPacks } from "../opportunities";
import { checkTree } from "./check-tree";
import { type PracticeReader, type PracticeScope, requireDays, scopeOf } from "./practice-reader";
import { type Share, shareOf, tellParts } from "./told-people";

/** Content that a pack is seeded with: what has one of the codes of each given list; no list: whatever is about the brand. */
export interface ContentLine {
  readonly contentCodes: readonly string[];
  readonly creatorCodes: readonly string[];
  readonly campaignCode: string | null;
}

export interface SeedingQuestion {
  readonly packId: string;
  readonly line: ContentLine;
  readonly days: number;
}

/** How well a content line met a target pack (V31). Null where withheld. */
export interface Seeding {
  readonly scope: PracticeScope;
  readonly pack: AudiencePack;
  /** Members of the pack. */
  readonly people: bigint | null;
  readonly seeded: bigint | null;
  readonly seededInPack: bigint | null;
  readonly unseeded: bigint | null;
  /** seededInPack / seeded. */
  readonly precision: Share | null;
  /** seededInPack / people. */
  readonly coverage: Share | null;
  readonly rules: RuleInput;
}

export interface SeedingServiceParts {
  readonly reader: PracticeReader;
  readonly audiences: AudienceService;
  readonly packs: OpportunityPacks;
}

export class SeedingService {
  constructor(private readonly parts: SeedingServiceParts) {}

  async analyse(context: RequestContext, brandId: number, question: SeedingQuestion): Promise<Seeding> {
    const { reader, audiences } = this.parts;
    requireDays(question.days);
    const problems = new ProblemList();
    checkLine(problems, question.line, []);
    problems.throwIfAny();
    const pack = await audiences.requirePack(context, question.packId, ["audiencePackId"]);
    const build = pack.build?.id ?? null;
    const { packId, line, days } = question;
    const trees = [{ pack: { id: packId } }, seededRules(line, days)];
    const asked = { figure: "SEED", build, line, days };
    const read = await reader.ask(context, brandId, asked, { trees, path: ["audiencePackId"] });
    const [target, touched] = read.people as [(typeof read.people)[0], (typeof read.people)[0]];
    if (touched.isEmpty) throw noData("views of the content", days);
    const both = target.andCardinality(touched);
    const [seededInPack, unseeded, elsewhere] = tellParts([both, target.size - both, touched.size - both], read) as [
      ...[bigint | null, bigint | null, bigint | null],
    ];
    const sum = (rest: bigint | null): bigint | null =>
      seededInPack === null || rest === null ? null : seededInPack + rest;
    const [people, seeded] = [sum(unseeded), sum(elsewhere)];
    return {
      ...{ scope: scopeOf(read, days), pack, people, seeded, seededInPack, unseeded },
      precision: shareOf(seededInPack, seeded),
      coverage: shareOf(seededInPack, people),
      rules: unseededRules(question),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    question: SeedingQuestion,
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const { days, packId } = question;
    if (days < 1 || days > MAX_WINDOW_DAYS)
      problems.add("INVALID_INPUT", ["input", "days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    checkLine(problems, question.line, ["input"]);
    await this.parts.audiences.requirePack(context, packId, ["input", "audiencePackId"]);
    return this.parts.packs.create(context, pack, unseededRules(question), { key, problems });
  }
}

/** Saw content of the line at least once. A touchpoint about no brand is the content's that it names. */
function seededRules({ contentCodes, creatorCodes, campaignCode }: ContentLine, days: number): RuleInput {
  const isNamed = contentCodes.length > 0 || creatorCodes.length > 0 || campaignCode !== null;
  const line = {
    brand: isNamed ? ("ANY" as const) : ("OWN" as const),
    ...(contentCodes.length > 0 && { contentCodes }),
    ...(creatorCodes.length > 0 && { creatorCodes }),
    campaignCode,
    within: { days },
  };
  return { anyOf: [{ did: { action: "CONTENT_VIEW", ...line } }, { did: { action: "LIVE_VIEW", ...line } }] };
}

const checkLine = (problems: ProblemList, line: ContentLine, path: readonly string[]): void =>
  checkTree(problems, seededRules(line, 1), { at: ["anyOf", "0", "did"], path: [...path, "contentLine"] });

/** Members of the target pack who did not see it yet. */
const unseededRules = ({ packId, line, days }: SeedingQuestion): RuleInput => ({
  allOf: [{ pack: { id: packId } }, { not: seededRules(line, days) }],
});
