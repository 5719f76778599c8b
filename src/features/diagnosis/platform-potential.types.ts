import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { PotentialStateEnum } from "./diagnosis-enums.types";
import type { ShownPlatform } from "./platform-potential";
import type { PlatformPotential as Potential } from "./platform-potential.service";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Target group index: 100 x concentration / (potential people / people of the snapshot), with a 95 % interval on the log scale by the delta method for a part of its own base. 100: like the brand's people at large.",
})
export class PlatformTgi {
  @Field(() => Float, { description: "The index." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of it." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How concentrated a brand's potential people (潜在客群浓度) are on one platform. People may be on several platforms, so platforms never add up.",
})
export class PlatformPotential {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of the snapshot's people, those with a served touchpoint on it in the window, about any brand, by sources that the organisation may read; rounded to the organisation's roundingBase, null when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those in the POTENTIAL column of the nine-grid; rounded likewise, null when they, the others, or either of them elsewhere are few.",
  })
  potentialPeople!: bigint | null;

  @Field(() => Float, { nullable: true, description: "potentialPeople / people, 0 to 1; null with either." })
  concentration!: number | null;

  @Field(() => Float, { nullable: true, description: "Lower end of its 95 % Wilson interval; null with it." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of it; null likewise." })
  high!: number | null;

  @Field(() => PlatformTgi, {
    nullable: true,
    description: "Concentration against the brand's people at large; null with it, and where nobody is potential.",
  })
  tgi!: PlatformTgi | null;

  @Field(() => Int, { nullable: true, description: "Dense rank by the index, 1 the highest; null without one." })
  rank!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "What the concentrations of potential people rest on." })
export class PlatformPotentialBasis {
  @Field(() => PotentialStateEnum, { description: "Whether platforms can be compared; if not, why." })
  state!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Everybody of the brand's snapshot as of the diagnosis; null unless KNOWN, and when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those in the POTENTIAL column of the nine-grid; null likewise.",
  })
  potentialPeople!: bigint | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "First instant of the window in which people were on a platform: the nine-grid's days of intent; null unless KNOWN.",
  })
  from!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "The first instant after it; null likewise." })
  to!: Date | null;

  @Field(() => RuleSet, { nullable: true, description: "The snapshot's rules; null unless KNOWN." })
  ruleSet!: RuleSet | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was counted: when first asked of the snapshot; null unless KNOWN.",
  })
  computedAt!: Date | null;
}

export function toPlatformPotential({ interval, tgi, ...row }: ShownPlatform): PlatformPotential {
  return Object.assign(new PlatformPotential(), {
    ...row,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    tgi: tgi && Object.assign(new PlatformTgi(), tgi),
  });
}

export function toPotentialBasis(potential: Potential): PlatformPotentialBasis {
  if (potential.state !== "KNOWN")
    return Object.assign(new PlatformPotentialBasis(), {
      ...{ state: potential.state, people: null, potentialPeople: null, from: null, to: null },
      ...{ ruleSet: null, computedAt: null },
    });
  const { platforms: _, ruleSet, ...basis } = potential;
  return Object.assign(new PlatformPotentialBasis(), { ...basis, ruleSet: toRuleSet(ruleSet) });
}
