import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { AudienceSize } from "../audiences/estimate.types";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import {
  OpportunityAnswer,
  OpportunityArgs,
  RatioWithInterval,
  toOpportunityAnswer,
  toRatio,
} from "./opportunity.types";
import { OpportunityPackInput } from "./opportunity-pack.types";
import type { ToldOutcomes, ToldProduct } from "./rival-intercept";
import type { RivalIntercept as Analysis } from "./rival-intercept.service";
import { toRuleTree } from "./rule-tree.types";

@Access("READ_AUDIENCES")
@ObjectType({
  description: "People by what became of what they put into a cart; kept, lost and undecided sum to carts.",
})
class CartOutcomes {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Put something into the cart in the window; null when withheld.",
  })
  carts!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Ordered on the same side after every cart; null when withheld.",
  })
  kept!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Ordered on the other side after a cart that no order on its own side followed; null when withheld.",
  })
  lost!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Left such a cart and did neither; null when withheld." })
  undecided!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "lost / carts, 0 to 1, with Wilson's interval; null with either.",
  })
  lossRate!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "An own product that stopped people on their way to a rival (阻击竞品优势货品)." })
class BlockingGood {
  @Field({ description: "Code of the product, as touchpoints carry it." })
  product!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who left a rival's cart and ordered this; null when withheld.",
  })
  intercepted!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "All people who ordered it; null when withheld." })
  buyers!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description:
      "Its share of the intercepted over its share of all buyers; above 1 it blocks better than the others. Null when withheld.",
  })
  lift!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "An own product that people left in the cart for a rival." })
class LeakingGood {
  @Field({ description: "Code of the product, as touchpoints carry it." })
  product!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who left it in the cart and ordered of a rival after; null when withheld.",
  })
  leaked!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "All people who put it into the cart; null when withheld.",
  })
  carts!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description:
      "Its share of the leaked over its share of all carts; above 1 it leaks more than the others. Null when withheld.",
  })
  lift!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Whom the brand won from rivals' carts, by which products, and whom it lost to rivals. Rivals are the other brands of its primary category, read from the cloud's sources only. An order refunded in full is none.",
})
export class RivalIntercept extends OpportunityAnswer {
  @Field(() => CartOutcomes, { description: "Rivals' carts: what is lost there is intercepted by the brand." })
  rivalCarts!: CartOutcomes;

  @Field(() => [BlockingGood], { description: "At most 50, the most intercepted first, then the highest lift." })
  blockingGoods!: readonly BlockingGood[];

  @Field(() => CartOutcomes, { description: "The brand's own carts: what is lost there leaks to rivals." })
  ownCarts!: CartOutcomes;

  @Field(() => [LeakingGood], { description: "At most 50, the most leaked first, then the highest lift." })
  leakingGoods!: readonly LeakingGood[];

  @Field(() => AudienceRuleTree, {
    description:
      "The pack of people to win: put a rival's product into the cart in the last openDays and ordered neither there nor here in them.",
  })
  packRules!: object;

  @Field(() => AudienceSize, { description: "How many that pack would hold." })
  size!: AudienceSize;
}

const toOutcomes = ({ lossRate, ...outcomes }: ToldOutcomes): CartOutcomes =>
  Object.assign(new CartOutcomes(), { ...outcomes, lossRate: toRatio(lossRate) });

const blocking = ({ product, some, all, lift }: ToldProduct): BlockingGood =>
  Object.assign(new BlockingGood(), { product, intercepted: some, buyers: all, lift: toRatio(lift) });

const leaking = ({ product, some, all, lift }: ToldProduct): LeakingGood =>
  Object.assign(new LeakingGood(), { product, leaked: some, carts: all, lift: toRatio(lift) });

export const toRivalIntercept = (analysis: Analysis): RivalIntercept =>
  Object.assign(new RivalIntercept(), {
    ...toOpportunityAnswer(analysis.scope),
    rivalCarts: toOutcomes(analysis.rivalCarts),
    ownCarts: toOutcomes(analysis.ownCarts),
    blockingGoods: analysis.blockingGoods.map(blocking),
    leakingGoods: analysis.leakingGoods.map(leaking),
    packRules: toRuleTree(analysis.rules),
    size: Object.assign(new AudienceSize(), analysis.size),
  });

const OPEN_DAYS = "Days of the pack, 1 to 365: a cart in them that no order in them followed is still open.";

@ArgsType()
export class RivalInterceptArgs extends OpportunityArgs {
  @Field(() => Int, { defaultValue: 30, description: OPEN_DAYS })
  openDays!: number;
}

@InputType({ description: "A pack of people with a rival's product in the cart." })
export class CreateRivalInterceptPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => Int, { defaultValue: 30, description: OPEN_DAYS })
  openDays!: number;
}
