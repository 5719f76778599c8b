import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { AudiencePack, toAudiencePack } from "./audience-pack.types";
import type { ToldAudienceOverlap } from "./pack-overlap";

@Access("READ_AUDIENCES")
@ObjectType({ description: "What an estimated audience shares with one pack (人群包重合)." })
export class AudienceOverlap {
  @Field(() => AudiencePack, { description: "The pack." })
  audiencePack!: AudiencePack;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People of both, rounded as the size; withheld where it, or what it leaves of one, is too few people.",
  })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "people / the audience's size, 0 to 1; null when withheld or nobody is in it.",
  })
  shareOfThis!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "people / the pack's frozen members as the people they are now, 0 to 1; null likewise.",
  })
  shareOfOther!: number | null;
}

export const toAudienceOverlap = ({ pack, size, ...shares }: ToldAudienceOverlap): AudienceOverlap =>
  Object.assign(new AudienceOverlap(), { audiencePack: toAudiencePack(pack), people: size.people, ...shares });
