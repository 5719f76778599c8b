import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import type { GrowthProgrammeDraft, GrowthProgrammeService } from "./growth-programme.service";
import {
  ChangeGrowthProgrammePayload,
  CreateGrowthProgrammeInput,
  CreateGrowthProgrammePayload,
  GrowthPhase,
  GrowthProgramme,
  GrowthProgrammeConnection,
  GrowthProgrammeInput,
  toGrowthProgramme,
} from "./growth-programme.types";

@Resolver(() => Campaign)
export class CampaignProgrammeResolver {
  constructor(private readonly programmes: GrowthProgrammeService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateGrowthProgrammePayload, { description: "Orders campaigns of a brand into a programme." })
  createGrowthProgramme(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateGrowthProgrammeInput, { description: "The new programme." })
    input: CreateGrowthProgrammeInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateGrowthProgrammePayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const row = await this.programmes.create(context, { brandId, ...toDraft(input) }, key);
      return { growthProgramme: toGrowthProgramme(row) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeGrowthProgrammePayload, { description: "Sets a programme anew, whole." })
  changeGrowthProgramme(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a GrowthProgramme." }) id: string,
    @Arg("input", () => GrowthProgrammeInput, { description: "The programme as it shall be." })
    input: GrowthProgrammeInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeGrowthProgrammePayload> {
    return payload(async () => {
      const target = { id: keyOf("GrowthProgramme", id, ["id"]), expectedVersion };
      return { growthProgramme: toGrowthProgramme(await this.programmes.change(context, target, toDraft(input))) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => GrowthProgramme, {
    nullable: true,
    description: "The programme that the campaign is a phase of; null: none.",
  })
  async growthProgramme(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
  ): Promise<GrowthProgramme | null> {
    const row = await this.programmes.ofCampaigns(context).load(campaignId);
    return row && toGrowthProgramme(row);
  }
}

@Resolver(() => Brand)
export class BrandGrowthProgrammesResolver {
  constructor(private readonly programmes: GrowthProgrammeService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => GrowthProgrammeConnection, {
    description: "The organisation's growth programmes of the brand, newest first.",
  })
  async growthProgrammes(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<GrowthProgramme>> {
    return toConnection(await this.programmes.page(context, brandId, pageRequest(page)), toGrowthProgramme, () =>
      this.programmes.count(context, brandId),
    );
  }
}

@Resolver(() => GrowthProgramme)
export class GrowthProgrammeResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { description: "The campaign that the others are compared with (环比超品)." })
  async comparisonBase(@Ctx() context: RequestContext, @Root() { row }: GrowthProgramme): Promise<Campaign> {
    return toCampaign((await this.campaigns.campaigns(context).load(row.comparisonBaseId))!, context.clock.now());
  }
}

@Resolver(() => GrowthPhase)
export class GrowthPhaseResolver {
  constructor(
    private readonly programmes: GrowthProgrammeService,
    private readonly campaigns: CampaignService,
    private readonly audiences: AudienceService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { description: "The campaign." })
  async campaign(@Ctx() context: RequestContext, @Root() { campaignId }: GrowthPhase): Promise<Campaign> {
    return toCampaign((await this.campaigns.campaigns(context).load(campaignId))!, context.clock.now());
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudiencePack], { description: "Packs that its placements are aimed at, each once." })
  packs(@Ctx() context: RequestContext, @Root() phase: GrowthPhase): Promise<readonly AudiencePack[]> {
    return this.read(context, phase, "own");
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudiencePack], {
    description: "Packs that it takes over from the phases before it, its own left out; empty where it inherits none.",
  })
  inheritedPacks(@Ctx() context: RequestContext, @Root() phase: GrowthPhase): Promise<readonly AudiencePack[]> {
    return this.read(context, phase, "inherited");
  }

  private async read(
    context: RequestContext,
    { programme, place }: GrowthPhase,
    which: "own" | "inherited",
  ): Promise<readonly AudiencePack[]> {
    const packIds = (await this.programmes.packs(context, programme))[place]![which];
    const found = await Promise.all(packIds.map((id) => this.audiences.findPack(context, id)));
    return found.flatMap((pack) => (pack ? toAudiencePack(pack) : []));
  }
}

const toDraft = ({ name, comparisonBaseId, phases }: GrowthProgrammeInput): GrowthProgrammeDraft => ({
  name,
  comparisonBaseId:
    comparisonBaseId == null ? null : keyOf("Campaign", comparisonBaseId, ["input", "comparisonBaseId"]),
  phases: phases.map(({ campaignId, focuses, modules, inheritsPacks }, index) => ({
    ...{ focuses, modules, inheritsPacks },
    campaignId: keyOf("Campaign", campaignId, ["input", "phases", String(index), "campaignId"]),
  })),
});
