import type { RoaringBitmap32 } from "roaring";
import { canonicalise, hashOf } from "../../engines/segmentation/canonical-rule";
import { overlapMatrix } from "../../engines/segmentation/overlap-matrix";
import type { Rule } from "../../engines/segmentation/rule";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService, Question, QuestionBudget } from "../access";
import type { PeopleOverlay, StablePlane } from "../people";
import type { AudienceService } from "./audience.service";
import { type AudiencePack, hasMembers, type PackBuild } from "./audience-pack";
import { audienceQuestion } from "./audience-question";
import { type AudienceSize, shareOfSize, tellPart, tellSize } from "./audience-size";
import { checkPackIds, type PackIdsAsked } from "./check-pack-ids";
import type { EstimatedAudience } from "./estimated-audience";
import type { LeafLoader } from "./leaf-loader";
import type { PackReferences } from "./pack-references";

type BuiltPack = AudiencePack & { readonly build: PackBuild };

/** Shares are of figures as told, 0 to 1; null where one is withheld or the pack is empty. */
export interface ToldOverlap {
  readonly packs: readonly {
    readonly pack: AudiencePack;
    readonly size: AudienceSize;
    readonly unique: AudienceSize;
    readonly uniqueShare: number | null;
  }[];
  readonly pairs: readonly {
    readonly first: AudiencePack;
    readonly second: AudiencePack;
    readonly size: AudienceSize;
    readonly shareOfFirst: number | null;
    readonly shareOfSecond: number | null;
  }[];
}

/** Shares as in an overlap of packs: of the audience, and of the pack. */
export interface ToldAudienceOverlap {
  readonly pack: AudiencePack;
  readonly size: AudienceSize;
  readonly shareOfThis: number | null;
  readonly shareOfOther: number | null;
}

export interface PackOverlapInput {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly packs: AudienceService;
  readonly references: PackReferences;
  readonly loader: LeafLoader;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Tells how the frozen members of packs overlap. */
export class PackOverlap {
  constructor(private readonly its: PackOverlapInput) {}

  async find(context: RequestContext, brandId: number, packIds: readonly string[]): Promise<ToldOverlap> {
    const packs = await this.requirePacks(context, brandId, { packIds, path: ["packIds"], atLeast: 2 });
    await this.its.questions.spendAll(context, questionsOf(brandId, packIds));
    const members = await this.its.plane.read(context, () => this.members(context, packs));
    const { sizes, unique, pairs } = overlapMatrix(members);
    const organisation = await this.its.access.ownOrganisation(context);
    const tellAll = (index: number): AudienceSize => tellSize(BigInt(sizes[index]!), organisation);
    return {
      packs: packs.map((pack, index) => {
        const size = tellAll(index);
        const alone = tellPart(unique[index]!, [sizes[index]!], organisation);
        return { pack, size, unique: alone, uniqueShare: shareOfSize(alone, size) };
      }),
      pairs: pairs.map(({ first, second, both }) => {
        const size = tellPart(both, [sizes[first]!, sizes[second]!], organisation);
        return {
          first: packs[first]!,
          second: packs[second]!,
          size,
          shareOfFirst: shareOfSize(size, tellAll(first)),
          shareOfSecond: shareOfSize(size, tellAll(second)),
        };
      }),
    };
  }

  /** An estimated audience beside up to 20 packs of its brand: the same questions as the trees of packs below. */
  async withAudience(
    context: RequestContext,
    audience: EstimatedAudience,
    packIds: readonly string[],
  ): Promise<readonly ToldAudienceOverlap[]> {
    const { brandId, rule, size: whole } = audience;
    const packs = await this.requirePacks(context, brandId, { packIds, path: ["with"], atLeast: 0 });
    const trees = packs.flatMap(({ id }): Rule[] => [{ pack: { id } }, { allOf: [rule, { pack: { id } }] }]);
    const hashes = await Promise.all(
      trees.map((tree) =>
        this.its.references.expandedHash(context, { brandId, rule: tree, path: ["rules"], packId: null }),
      ),
    );
    const questions = hashes.map((hash) => audienceQuestion(brandId, hash));
    await this.its.questions.spendAll(context, questions);
    const organisation = await this.its.access.ownOrganisation(context);
    return audience.figure(context, `overlap ${packIds.join(" ")}`, async ({ people }) => {
      const members = await this.members(context, packs);
      return packs.map((pack, index) => {
        const other = members[index]!;
        const size = tellPart(people.andCardinality(other), [people.size, other.size], organisation);
        const shareOfOther = shareOfSize(size, tellSize(BigInt(other.size), organisation));
        return { pack, size, shareOfThis: shareOfSize(size, whole), shareOfOther };
      });
    });
  }

  private async requirePacks(
    context: RequestContext,
    brandId: number,
    asked: PackIdsAsked,
  ): Promise<readonly BuiltPack[]> {
    const { packIds, path } = asked;
    const name = path.at(-1);
    const problems = new ProblemList();
    const found = await Promise.all(packIds.map((id) => this.its.packs.findPack(context, id)));
    checkPackIds(problems, found, asked);
    for (const [index, pack] of found.entries()) {
      const at = [...path, String(index)];
      if (pack && pack.brandId !== brandId)
        problems.add(
          "INVALID_INPUT",
          at,
          `${name} must name packs of the brand, but "${pack.name}" is of another one.`,
        );
      else if (pack && !hasMembers(pack))
        problems.add(
          "PACK_NOT_BUILT",
          at,
          `${name} must name packs with members, but "${pack.name}" is ${pack.state}; build it first.`,
        );
    }
    problems.throwIfAny();
    return found as readonly BuiltPack[];
  }

  private async members(context: RequestContext, packs: readonly BuiltPack[]): Promise<readonly RoaringBitmap32[]> {
    const [overlayId, version] = await Promise.all([this.its.overlay.idOf(context), this.its.plane.version()]);
    const knowing = { overlayId, peopleVersion: version.toString() };
    return Promise.all(
      packs.map(({ build }) => this.its.loader.load({ kind: "MEMBERS", buildId: build.id, ...knowing })),
    );
  }
}

/** Each count is that of a tree of packs, which an estimate would tell as well: so it is the same question. */
function questionsOf(brandId: number, packIds: readonly string[]): readonly Question[] {
  const question = (rule: Rule): Question => audienceQuestion(brandId, hashOf(canonicalise(rule)));
  const leaf = (id: string): Rule => ({ pack: { id } });
  const without = (id: string): readonly Rule[] =>
    packIds.filter((other) => other !== id).map((other) => ({ not: leaf(other) }));
  return packIds.flatMap((id, index) => [
    question(leaf(id)),
    question({ allOf: [leaf(id), ...without(id)] }),
    ...packIds.slice(index + 1).map((other) => question({ allOf: [leaf(id), leaf(other)] })),
  ]);
}
