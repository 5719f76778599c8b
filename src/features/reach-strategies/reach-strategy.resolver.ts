import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import { toAudiencePush } from "../activation/audience-push.types";
import { toDryRun } from "../activation/push-payload.types";
import { toAudiencePack } from "../audiences/audience-pack.types";
import { Brand } from "../brands/brand.types";
import type { ReachPacks } from "./reach-packs";
import {
  PrepareReachStrategyPacksPayload,
  PushReachStrategiesPayload,
  ReachPushDryRun,
  SetReachStrategiesPayload,
  toPackChanges,
} from "./reach-payload.types";
import type { ReachStrategyService } from "./reach-strategy.service";
import {
  ReachCoverage,
  ReachStrategies,
  SetReachStrategiesInput,
  toCoverage,
  toMatrix,
  toReachStrategies,
} from "./reach-strategy.types";

const BRAND = { description: "A brand granted to the caller's organisation." };

@Resolver(() => Brand)
export class BrandReachStrategiesResolver {
  constructor(private readonly strategies: ReachStrategyService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ReachStrategies, {
    nullable: true,
    description: "The matrix of strategies in force, or one of its versions; null: there is no such version.",
  })
  async reachStrategies(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("version", () => Int, { nullable: true, description: "Absent: the one in force; 0: the shipped one." })
    version?: number | null,
  ): Promise<ReachStrategies | null> {
    const matrix = await this.strategies.find(context, brandId, version ?? null);
    return matrix && toReachStrategies(matrix);
  }
}

@Resolver(() => ReachStrategies)
export class ReachStrategyResolver {
  constructor(
    private readonly strategies: ReachStrategyService,
    private readonly packs: ReachPacks,
    private readonly access: AccessService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ReachCoverage, {
    nullable: true,
    description: "Whether everybody of the newest snapshot is decided on; null: the brand has no snapshot.",
  })
  async coverage(@Ctx() context: RequestContext, @Root() { matrix }: ReachStrategies): Promise<ReachCoverage | null> {
    const coverage = await this.strategies.coverage(context, matrix);
    return coverage && toCoverage(coverage);
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetReachStrategiesPayload, {
    description: "Sets the whole matrix anew, as its next version. Packs stay until they are prepared.",
  })
  setReachStrategies(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetReachStrategiesInput, { description: "The matrix." }) input: SetReachStrategiesInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<SetReachStrategiesPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const matrix = await this.strategies.set(context, brandId, toMatrix(input), expectedVersion);
      return { reachStrategies: toReachStrategies(matrix) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => PrepareReachStrategyPacksPayload, {
    description:
      "Makes one pack a strategy of what the matrix says, each person in one of them at most: drafts for strategies without one, new rules where they differ. Called again it changes nothing. Build them with buildAudiencePack.",
  })
  prepareReachStrategyPacks(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, BRAND) brandId: string,
    @Arg("dryRun", () => Boolean, { description: "True: nothing changes, and the answer says what would." })
    dryRun: boolean,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PrepareReachStrategyPacksPayload> {
    return payload(
      async () => {
        const key = integerKeyOf("Brand", brandId, ["brandId"]);
        const changes = dryRun
          ? await this.packs.compare(context, key, expectedVersion)
          : await this.packs.prepare(context, key, expectedVersion);
        return toPackChanges(changes);
      },
      { packs: [], retired: [] },
    );
  }

  @Access("PUSH_AUDIENCES")
  @Mutation(() => PushReachStrategiesPayload, {
    description:
      "Pushes the packs of all strategies to an ad account's connector: who entered and who left each since its last push there, so that a push again sends nothing. All pushes begin, or none.",
  })
  pushReachStrategies(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, BRAND) brandId: string,
    @Arg("connectorId", () => ID, { description: "Id of a Connector." }) connectorId: string,
    @Arg("dryRun", () => Boolean, {
      description: "True: nothing is sent and nothing changes, and the answer says in dryRuns what would be.",
    })
    dryRun: boolean,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PushReachStrategiesPayload> {
    return payload(
      async () => {
        const request = {
          brandId: integerKeyOf("Brand", brandId, ["brandId"]),
          connectorId: keyOf("Connector", connectorId, ["connectorId"]),
          expectedVersion,
        };
        if (!dryRun) return { pushes: (await this.packs.push(context, request, key)).map(toAudiencePush), dryRuns: [] };
        const organisation = await this.access.ownOrganisation(context);
        const planned = await this.packs.dryRun(context, request);
        const dryRuns = planned.map((push) =>
          Object.assign(new ReachPushDryRun(), {
            audiencePack: toAudiencePack(push.pack),
            dryRun: toDryRun(push, organisation),
          }),
        );
        return { pushes: [], dryRuns };
      },
      { pushes: [], dryRuns: [] },
    );
  }
}
