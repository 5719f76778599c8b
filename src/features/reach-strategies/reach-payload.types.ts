import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePush } from "../activation/audience-push.types";
import { AudiencePushDryRun } from "../activation/push-payload.types";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import type { PackChange, ReachPackChanges } from "./reach-packs";
import { ReachStrategies } from "./reach-strategy.types";

const ReachStrategyUserError = userErrorType("ReachStrategy", {
  NAME_TAKEN: "Another pack of the brand has the name that the strategy's pack would have.",
  WRONG_STATE: "The state of a strategy's pack does not allow new rules.",
  NOT_PREPARED: "The packs do not say what the matrix says.",
  PACK_NOT_BUILT: "A strategy's pack has no members.",
  BELOW_MINIMUM: "Fewer people of a pack can leave than the connector or the organisation's threshold asks for.",
  CONNECTOR_SUSPENDED: "The connector is suspended.",
});
const ERRORS = { description: "Why it was refused; empty on success." };

const PackChangeEnum: Readonly<Record<PackChange, PackChange>> = {
  CREATED: "CREATED",
  RULES_REPLACED: "RULES_REPLACED",
  UNCHANGED: "UNCHANGED",
};
registerEnumType(PackChangeEnum, {
  name: "ReachPackChangeKind",
  description: "What becomes of a strategy's pack.",
  valuesConfig: {
    CREATED: { description: "It had none: a draft is made." },
    RULES_REPLACED: { description: "The matrix says other people than before: the pack is a draft again." },
    UNCHANGED: { description: "It has the matrix's rules already." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A strategy's pack against the matrix." })
class ReachPackChange {
  @Field({ description: "Code of the strategy." })
  strategyCode!: string;

  @Field(() => PackChangeEnum, { description: "What changes, or changed." })
  change!: PackChange;

  @Field(() => AudiencePack, { nullable: true, description: "The pack; null in a dry run that would create it." })
  audiencePack!: AudiencePack | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A pack of a strategy that reaches nobody any more; what was pushed of it stays there." })
class RetiredReachPack {
  @Field({ description: "Code that the strategy had." })
  strategyCode!: string;

  @Field(() => AudiencePack, { description: "The pack, to be archived when it is not needed." })
  audiencePack!: AudiencePack;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of setReachStrategies." })
export class SetReachStrategiesPayload {
  @Field(() => ReachStrategies, { nullable: true, description: "The new version; null when refused." })
  reachStrategies?: ReachStrategies | null;

  @Field(() => [ReachStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of prepareReachStrategyPacks." })
export class PrepareReachStrategyPacksPayload {
  @Field(() => Int, { nullable: true, description: "Version of the matrix; null when refused." })
  version?: number | null;

  @Field(() => [ReachPackChange], { description: "Of the strategies that reach somebody; empty when refused." })
  packs!: readonly ReachPackChange[];

  @Field(() => [RetiredReachPack], { description: "Of strategies that no longer do; empty when refused." })
  retired!: readonly RetiredReachPack[];

  @Field(() => [ReachStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

export const toPackChanges = ({ matrix, packs, retired }: ReachPackChanges) => ({
  version: matrix.version,
  packs: packs.map(({ pack, ...change }) =>
    Object.assign(new ReachPackChange(), { ...change, audiencePack: pack && toAudiencePack(pack) }),
  ),
  retired: retired.map(({ strategyCode, pack }) =>
    Object.assign(new RetiredReachPack(), { strategyCode, audiencePack: toAudiencePack(pack) }),
  ),
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "What a push would change of one strategy at the connector." })
export class ReachPushDryRun {
  @Field(() => AudiencePack, { description: "The strategy's pack." })
  audiencePack!: AudiencePack;

  @Field(() => AudiencePushDryRun, { description: "Who would enter and leave since its last push there." })
  dryRun!: AudiencePushDryRun;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of pushReachStrategies." })
export class PushReachStrategiesPayload {
  @Field(() => [AudiencePush], { description: "One a strategy; empty in a dry run or when refused." })
  pushes!: readonly AudiencePush[];

  @Field(() => [ReachPushDryRun], {
    description: "What would change, one a strategy; empty unless it is a dry run, or when refused.",
  })
  dryRuns!: readonly ReachPushDryRun[];

  @Field(() => [ReachStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
