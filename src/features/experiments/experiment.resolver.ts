import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { AccessKey } from "../access/access.types";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { Brand } from "../brands/brand.types";
import type { ExperimentService } from "./experiment.service";
import {
  Experiment,
  ExperimentArm,
  ExperimentConnection,
  ExperimentPlan,
  ExperimentVersion,
  toExperiment,
  toExperimentPlan,
} from "./experiment.types";
import type { ExperimentReader } from "./experiment-reader";
import { ExperimentArmReadOut, ExperimentComparison, ExperimentReadOut, toReadOut } from "./read-out.types";

@Resolver(() => Brand)
export class BrandExperimentsResolver {
  constructor(private readonly service: ExperimentService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ExperimentConnection, {
    description: "The organisation's experiments of the brand, the newest first.",
  })
  async experiments(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<Experiment>> {
    return toConnection(await this.service.page(context, brandId, pageRequest(page)), toExperiment, () =>
      this.service.count(context, brandId),
    );
  }
}

@Resolver(() => Experiment)
export class ExperimentResolver {
  constructor(
    private readonly reader: ExperimentReader,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudiencePack], {
    description: "Whose people take part, at most 5; empty: everybody (RECORDED).",
  })
  async audiences(@Ctx() context: RequestContext, @Root() { row }: Experiment): Promise<AudiencePack[]> {
    const packs = await Promise.all(row.audiences.map(({ packId }) => this.packs.findPack(context, packId)));
    return packs.map((pack) => toAudiencePack(pack!));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ExperimentPlan, {
    description: "What it can find: of a draft if it started now, then as it was said at the start.",
  })
  async plan(@Ctx() context: RequestContext, @Root() { row }: Experiment): Promise<ExperimentPlan> {
    return toExperimentPlan(row.plan ?? (await this.reader.plan(context, row)), row);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ExperimentReadOut, {
    nullable: true,
    description: "What it found; null before the start.",
  })
  async readOut(
    @Ctx() context: RequestContext,
    @Root() { row }: Experiment,
    @Arg("asOf", () => DateTimeScalar, {
      nullable: true,
      description: `After the start and not after now; absent: now, or the present hour. ${WHOLE_HOURS}`,
    })
    asOf?: Date | null,
  ): Promise<ExperimentReadOut | null> {
    const found = await this.reader.readOut(context, row, asOf ?? null);
    return found && toReadOut(found);
  }
}

@Resolver(() => ExperimentVersion)
export class ExperimentVersionResolver {
  constructor(private readonly service: ExperimentService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AccessKey, { nullable: true, description: "Who changed it; null: the key is gone." })
  async changedBy(
    @Ctx() context: RequestContext,
    @Root() { accessKeyId }: ExperimentVersion,
  ): Promise<AccessKey | null> {
    const key = await this.service.keys(context).load(accessKeyId);
    return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
  }
}

@Resolver(() => ExperimentArm)
export class ExperimentArmResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { description: "The audience." })
  audience(@Ctx() context: RequestContext, @Root() { audiencePackId }: ExperimentArm): Promise<AudiencePack> {
    return packOf(this.packs, context, audiencePackId);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { description: "The arm's people: build it, then push it with its variant." })
  audiencePack(@Ctx() context: RequestContext, @Root() { armPackId }: ExperimentArm): Promise<AudiencePack> {
    return packOf(this.packs, context, armPackId);
  }
}

@Resolver(() => ExperimentArmReadOut)
export class ExperimentArmReadOutResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The audience; null: all together." })
  audience(
    @Ctx() context: RequestContext,
    @Root() { audiencePackId }: ExperimentArmReadOut,
  ): Promise<AudiencePack> | null {
    return audiencePackId === null ? null : packOf(this.packs, context, audiencePackId);
  }
}

@Resolver(() => ExperimentComparison)
export class ExperimentComparisonResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The audience; null: all together." })
  audience(
    @Ctx() context: RequestContext,
    @Root() { audiencePackId }: ExperimentComparison,
  ): Promise<AudiencePack> | null {
    return audiencePackId === null ? null : packOf(this.packs, context, audiencePackId);
  }
}

async function packOf(packs: AudienceService, context: RequestContext, packId: string): Promise<AudiencePack> {
  return toAudiencePack((await packs.findPack(context, packId))!);
}
