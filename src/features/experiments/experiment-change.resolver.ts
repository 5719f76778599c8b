import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toAudiencePackBuild } from "../audiences/audience-pack.types";
import type { ExperimentService } from "./experiment.service";
import { toExperiment } from "./experiment.types";
import {
  CreateExperimentInput,
  CreateExperimentPayload,
  EndExperimentPayload,
  StartExperimentInput,
  StartExperimentPayload,
  toDesign,
} from "./experiment-input.types";

const EXPERIMENT_ID = { description: "The experiment." };

@Resolver()
export class ExperimentChangeResolver {
  constructor(private readonly experiments: ExperimentService) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateExperimentPayload, { description: "Plans an experiment; read its plan before it starts." })
  createExperiment(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateExperimentInput, { description: "The new experiment." }) input: CreateExperimentInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateExperimentPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const audiencePackIds = input.audiencePackIds.map((id, index) =>
        keyOf("AudiencePack", id, ["input", "audiencePackIds", String(index)]),
      );
      const planned = { brandId, name: input.name, audiencePackIds, design: toDesign(input) };
      return { experiment: toExperiment(await this.experiments.create(context, planned, key)) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => StartExperimentPayload, {
    description: "Fixes who takes part and, for HASHED, makes a pack for each arm and begins to build them.",
  })
  startExperiment(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, EXPERIMENT_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("input", () => StartExperimentInput, { defaultValue: { acceptsLowPower: false }, description: "How." })
    { acceptsLowPower, startsAt = null }: StartExperimentInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<StartExperimentPayload> {
    return payload(async () => {
      const how = { expectedVersion, acceptsLowPower, startsAt };
      const { experiment, run } = await this.experiments.start(context, keyOf("Experiment", id, ["id"]), how, key);
      return { experiment: toExperiment(experiment), run: run && toAudiencePackBuild(run) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => EndExperimentPayload, { description: "Ends a running experiment for good." })
  endExperiment(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, EXPERIMENT_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<EndExperimentPayload> {
    return payload(async () => ({
      experiment: toExperiment(await this.experiments.end(context, keyOf("Experiment", id, ["id"]), expectedVersion)),
    }));
  }
}
