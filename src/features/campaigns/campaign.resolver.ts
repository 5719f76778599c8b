import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "./campaign.service";
import {
  AddPlacementsPayload,
  Campaign,
  CreateCampaignInput,
  CreateCampaignPayload,
  StateNoPackReasonInput,
  StateNoPackReasonPayload,
  toCampaign,
} from "./campaign.types";
import type { CampaignEditor } from "./campaign-editor";
import { MAX_PLACEMENTS } from "./check-placements";
import type { NewPlacement } from "./placement";
import { Placement, PlacementInput, toPlacement } from "./placement.types";

@Resolver(() => Campaign)
export class CampaignResolver {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly editor: CampaignEditor,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @Query(() => Campaign, { nullable: true, description: "A campaign; null when it does not exist or is not visible." })
  async campaign(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a Campaign." }) id: string,
  ): Promise<Campaign | null> {
    const row = await this.campaigns.campaigns(context).load(keyOf("Campaign", id, ["id"]));
    return row && toCampaign(row, context.clock.now());
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateCampaignPayload, { description: "Plans a campaign with its steps and first placements." })
  createCampaign(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateCampaignInput, { description: "The new campaign." }) input: CreateCampaignInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateCampaignPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const placements = readPlacements(input.placements, ["input", "placements"]);
      const row = await this.editor.create(context, { ...input, brandId, placements }, key);
      return { campaign: toCampaign(row, context.clock.now()) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => AddPlacementsPayload, { description: "Adds placements to a campaign, all of them or none." })
  addPlacements(
    @Ctx() context: RequestContext,
    @Arg("campaignId", () => ID, { description: "The campaign." }) campaignId: string,
    @Arg("placements", () => [PlacementInput], {
      description: `At least one; a campaign has at most ${MAX_PLACEMENTS} placements.`,
    })
    placements: PlacementInput[],
    @Arg("expectedVersion", () => Int, {
      nullable: true,
      description: `${EXPECTED_VERSION.description} Absent: whatever the version is, for adding takes nothing away.`,
    })
    expectedVersion?: number | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AddPlacementsPayload> {
    return payload(async () => {
      const row = await this.editor.addPlacements(
        context,
        {
          campaignId: keyOf("Campaign", campaignId, ["campaignId"]),
          placements: readPlacements(placements, ["placements"]),
          expectedVersion: expectedVersion ?? null,
        },
        key,
      );
      return { campaign: toCampaign(row, context.clock.now()) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => StateNoPackReasonPayload, {
    description: "Says why a placement is aimed at no audience pack, so that its spend has a reason (投数一体).",
  })
  stateNoPackReason(
    @Ctx() context: RequestContext,
    @Arg("input", () => StateNoPackReasonInput, { description: "The placement and why." })
    input: StateNoPackReasonInput,
    @Arg("expectedVersion", () => Int, {
      nullable: true,
      description: `${EXPECTED_VERSION.description} Of the campaign. Absent: whatever the version is.`,
    })
    expectedVersion?: number | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<StateNoPackReasonPayload> {
    return payload(async () => {
      const placementId = keyOf("Placement", input.placementId, ["input", "placementId"]);
      const stated = { placementId, reason: input.reason, expectedVersion: expectedVersion ?? null };
      await this.editor.stateNoPackReason(context, stated, key);
      return { placement: toPlacement((await this.campaigns.placements(context).load(placementId))!) };
    });
  }

  @Access("SIGNED_IN")
  @FieldResolver(() => Brand, { description: "The brand that runs it." })
  async brand(@Ctx() context: RequestContext, @Root() campaign: Campaign): Promise<Brand> {
    const row = (await this.brands.findGranted(context, campaign.brandId))!;
    return Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Placement], {
    description: `Its placements in the order in which they were added, at most ${MAX_PLACEMENTS}.`,
  })
  async placements(@Ctx() context: RequestContext, @Root() campaign: Campaign): Promise<Placement[]> {
    return (await this.campaigns.placementsOfCampaign(context).load(campaign.campaignId)).map(toPlacement);
  }
}

const readPlacements = (placements: readonly PlacementInput[], path: readonly string[]): NewPlacement[] =>
  placements.map(({ audiencePackId, ...placement }, index) => ({
    ...placement,
    audiencePackId:
      audiencePackId == null ? null : keyOf("AudiencePack", audiencePackId, [...path, String(index), "audiencePackId"]),
  }));
