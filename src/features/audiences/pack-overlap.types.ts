import { Field, Float, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { type PackOperation, packOperations } from "../../engines/segmentation/combine-packs";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { AudiencePack, toAudiencePack } from "./audience-pack.types";
import { MAX_PACKS } from "./check-pack-ids";
import { AudienceSize } from "./estimate.types";
import type { ToldOverlap } from "./pack-overlap";

const WITHHELD = "withheld where it, or what it leaves of a pack, is too few people";

@Access("READ_AUDIENCES")
@ObjectType({ description: "One pack among those compared." })
class OverlappingPack {
  @Field(() => AudiencePack, { description: "The pack." })
  audiencePack!: AudiencePack;

  @Field(() => AudienceSize, { description: "Its frozen members, as the people they are now." })
  size!: AudienceSize;

  @Field(() => AudienceSize, { description: `Members who are in no other of the packs; ${WITHHELD}.` })
  unique!: AudienceSize;

  @Field(() => Float, { nullable: true, description: "unique / size, 0 to 1; null when withheld or of an empty pack." })
  uniqueShare!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Two of the packs compared." })
class OverlappingPair {
  @Field(() => AudiencePack, { description: "The one that was named first." })
  first!: AudiencePack;

  @Field(() => AudiencePack, { description: "The other one." })
  second!: AudiencePack;

  @Field(() => AudienceSize, { description: `Members of both; ${WITHHELD}.` })
  size!: AudienceSize;

  @Field(() => Float, {
    nullable: true,
    description: "Of the first pack, 0 to 1; null when withheld or of an empty pack.",
  })
  shareOfFirst!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the second pack, 0 to 1; null when withheld or of an empty pack.",
  })
  shareOfSecond!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "How the frozen members of packs overlap (人群包重合). Each count is a question of the day's budget.",
})
export class AudiencePackOverlap {
  @Field(() => [OverlappingPack], { description: `The packs in the order named, 2 to ${MAX_PACKS}.` })
  packs!: readonly OverlappingPack[];

  @Field(() => [OverlappingPair], { description: "Every two of them once, at most 190." })
  pairs!: readonly OverlappingPair[];
}

const size = (told: object): AudienceSize => Object.assign(new AudienceSize(), told);

export function toPackOverlap({ packs, pairs }: ToldOverlap): AudiencePackOverlap {
  return Object.assign(new AudiencePackOverlap(), {
    packs: packs.map(({ pack, uniqueShare, ...told }) =>
      Object.assign(new OverlappingPack(), {
        audiencePack: toAudiencePack(pack),
        size: size(told.size),
        unique: size(told.unique),
        uniqueShare,
      }),
    ),
    pairs: pairs.map((pair) =>
      Object.assign(new OverlappingPair(), {
        ...pair,
        first: toAudiencePack(pair.first),
        second: toAudiencePack(pair.second),
        size: size(pair.size),
      }),
    ),
  });
}

const PackOperationEnum = Object.fromEntries(packOperations.map((operation) => [operation, operation]));
registerEnumType(PackOperationEnum, {
  name: "AudiencePackOperation",
  description: "How packs are put together to one.",
  valuesConfig: {
    UNION: { description: "Members of any of them." },
    INTERSECTION: { description: "Members of all of them." },
    DIFFERENCE: { description: "Members of the first who are in none of the others." },
  },
});

@InputType({ description: "A new pack made of others." })
export class CreateAudiencePackFromInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field({ description: "1 to 120 characters; unique among the brand's packs that are not archived." })
  name!: string;

  @Field(() => PackOperationEnum, { description: "How they are put together." })
  operation!: PackOperation;

  @Field(() => [ID], { description: `2 to ${MAX_PACKS} different packs, with members when it is built.` })
  packIds!: string[];

  @Field(() => [String], { defaultValue: [], description: "At most 20 labels of 1 to 40 characters." })
  tags!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it stops being usable, in the future; absent: never.",
  })
  expiresAt?: Date | null;
}
