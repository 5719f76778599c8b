import type { RoaringBitmap32 } from "roaring";
import { canonicalise, hashOf } from "../../engines/segmentation/canonical-rule";
import { overlapMatrix } from "../../engines/segmentation/overlap-matrix";
import type { Rule } from "../../engines/segmentation/rule";
import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import { ProblemList } from "../../platform/user-error";
import type { AccessService, Organisation, Question, QuestionBudget } from "../access";
import type { PeopleOverlay, StablePlane } from "../people";
import type { AudienceService } from "./audience.service";
import { type AudiencePack, hasMembers, type PackBuild } from "./audience-pack";
import { audienceQuestion } from "./audience-question";
import { type AudienceSize, tellSize } from "./audience-size";
import { checkPackIds } from "./check-pack-ids";
import type { LeafLoader } from "./leaf-loader";

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

export interface PackOverlapInput {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly packs: AudienceService;
  readonly loader: LeafLoader;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Tells how the frozen members of packs overlap. */
export class PackOverlap {
  constructor(private readonly its: PackOverlapInput) {}

  async find(context: RequestContext, brandId: number, packIds: readonly string[]): Promise<ToldOverlap> {
    const packs = await this.requirePacks(context, brandId, packIds);
    await this.its.questions.spendAll(context, questionsOf(brandId, packIds));
    const members = await this.its.plane.read(context, () => this.members(context, packs));
    const { sizes, unique, pairs } = overlapMatrix(members);
    const organisation = await this.its.access.ownOrganisation(context);
    const tellAll = (index: number): AudienceSize => tellSize(BigInt(sizes[index]!), organisation);
    return {
      packs: packs.map((pack, index) => {
        const size = tellAll(index);
        const alone = tellPart(unique[index]!, [sizes[index]!], organisation);
        return { pack, size, unique: alone, uniqueShare: shareOf(alone, size) };
      }),
      pairs: pairs.map(({ first, second, both }) => {
        const size = tellPart(both, [sizes[first]!, sizes[second]!], organisation);
        return {
          first: packs[first]!,
          second: packs[second]!,
          size,
          shareOfFirst: shareOf(size, tellAll(first)),
          shareOfSecond: shareOf(size, tellAll(second)),
        };
      }),
    };
  }

  private async requirePacks(
    context: RequestContext,
    brandId: number,
    packIds: readonly string[],
  ): Promise<readonly BuiltPack[]> {
    const problems = new ProblemList();
    const found = await Promise.all(packIds.map((id) => this.its.packs.findPack(context, id)));
    checkPackIds(problems, found, packIds, ["packIds"]);
    for (const [index, pack] of found.entries()) {
      const at = ["packIds", String(index)];
      if (pack && pack.brandId !== brandId)
        problems.add(
          "INVALID_INPUT",
          at,
          `packIds must name packs of the brand, but "${pack.name}" is of another one.`,
        );
      else if (pack && !hasMembers(pack))
        problems.add(
          "PACK_NOT_BUILT",
          at,
          `packIds must name packs with members, but "${pack.name}" is ${pack.state}; build it first.`,
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

/** A part of wholes that are told beside it: withheld too where what it leaves of one of them is small. */
function tellPart(part: number, wholes: readonly number[], organisation: Organisation): AudienceSize {
  const told = tellSize(BigInt(part), organisation);
  const isRestTold = wholes.every((whole) => suppress(BigInt(whole - part), organisation.smallGroupThreshold) !== null);
  return isRestTold ? told : { ...told, people: null };
}

const shareOf = ({ people }: AudienceSize, whole: AudienceSize): number | null =>
  people === null || whole.people === null || whole.people === 0n
    ? null
    : Math.min(1, Number(people) / Number(whole.people));
