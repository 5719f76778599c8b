import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AudiencePack, toAudiencePack, toAudiencePackBuild } from "../audiences/audience-pack.types";
import { AudiencePackLineage } from "../audiences/pack-history.types";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import type { PlaybookService } from "./playbook.service";
import {
  CreatePlaybookInput,
  CreatePlaybookPayload,
  InstantiatePlaybookInput,
  InstantiatePlaybookPayload,
  Playbook,
  PlaybookChange,
  PlaybookConnection,
  PlaybookInstance,
  ReuseSaving,
  toPlaybook,
} from "./playbook.types";

@Resolver(() => Campaign)
export class CampaignPlaybookResolver {
  constructor(private readonly playbooks: PlaybookService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreatePlaybookPayload, {
    description: "Keeps what a closed campaign did, as it is now, to be done again.",
  })
  createPlaybook(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreatePlaybookInput, { description: "The new playbook." }) input: CreatePlaybookInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreatePlaybookPayload> {
    return payload(async () => {
      const campaignId = keyOf("Campaign", input.campaignId, ["input", "campaignId"]);
      return { playbook: toPlaybook(await this.playbooks.create(context, { campaignId, name: input.name }, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => InstantiatePlaybookPayload, {
    description:
      "Makes a campaign of a playbook: dates are counted from its start, packs are made anew of the same rules and built as of now.",
  })
  instantiatePlaybook(
    @Ctx() context: RequestContext,
    @Arg("input", () => InstantiatePlaybookInput, { description: "The new campaign." }) input: InstantiatePlaybookInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<InstantiatePlaybookPayload> {
    return payload(async () => {
      const { playbookId, externalIds, ...wanted } = input;
      const { campaign, build, unbuiltReason } = await this.playbooks.instantiate(
        context,
        {
          ...wanted,
          playbookId: keyOf("Playbook", playbookId, ["input", "playbookId"]),
          externalIds: new Map(externalIds.map((one) => [one.place, one.externalIds])),
        },
        key,
      );
      return {
        campaign: toCampaign(campaign, context.clock.now()),
        run: build && toAudiencePackBuild(build),
        unbuiltReason,
      };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => PlaybookInstance, {
    nullable: true,
    description: "What it was made of; null: of no playbook.",
  })
  async playbookInstance(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
  ): Promise<PlaybookInstance | null> {
    const row = await this.playbooks.instances(context).load(campaignId);
    return row && Object.assign(new PlaybookInstance(), { row });
  }
}

@Resolver(() => PlaybookInstance)
export class PlaybookInstanceResolver {
  constructor(private readonly playbooks: PlaybookService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Playbook, { description: "The playbook." })
  async playbook(@Ctx() context: RequestContext, @Root() { row }: PlaybookInstance): Promise<Playbook> {
    return toPlaybook((await this.playbooks.find(context, row.playbookId))!);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudiencePack], { description: "Its packs, in the order of the playbook's." })
  async packs(@Ctx() context: RequestContext, @Root() { row }: PlaybookInstance): Promise<readonly AudiencePack[]> {
    const packs = await this.playbooks.packsOf(context, row.packIds);
    return packs.flatMap((pack) => (pack ? toAudiencePack(pack) : []));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [PlaybookChange], { description: "Where the campaign differs from its source by now." })
  async changes(@Ctx() context: RequestContext, @Root() { row }: PlaybookInstance): Promise<readonly PlaybookChange[]> {
    return (await this.playbooks.diff(context, row)).map((change) => Object.assign(new PlaybookChange(), change));
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ReuseSaving, { description: "What doing it again saved." })
  async reuseSaving(@Ctx() context: RequestContext, @Root() { row }: PlaybookInstance): Promise<ReuseSaving> {
    return Object.assign(new ReuseSaving(), await this.playbooks.saving(context, row));
  }
}

@Resolver(() => Playbook)
export class PlaybookResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, {
    nullable: true,
    description: "The campaign that it was made of; null: it was adopted from a template, whose source nobody is told.",
  })
  async source(@Ctx() context: RequestContext, @Root() { sourceKey }: Playbook): Promise<Campaign | null> {
    const campaign = sourceKey === null ? null : await this.campaigns.campaigns(context).load(sourceKey);
    return campaign && toCampaign(campaign, context.clock.now());
  }
}

@Resolver(() => Brand)
export class BrandPlaybooksResolver {
  constructor(private readonly service: PlaybookService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => PlaybookConnection, { description: "The organisation's playbooks of the brand, newest first." })
  async playbooks(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<Playbook>> {
    return toConnection(await this.service.page(context, brandId, pageRequest(page)), toPlaybook, () =>
      this.service.count(context, brandId),
    );
  }
}

@Resolver(() => AudiencePackLineage)
export class LineagePlaybookResolver {
  constructor(private readonly playbooks: PlaybookService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Playbook, {
    nullable: true,
    description: "The playbook that the pack was made of; null: none.",
  })
  async playbook(@Ctx() context: RequestContext, @Root() { pack }: AudiencePackLineage): Promise<Playbook | null> {
    const id = await this.playbooks.playbooksOfPacks(context).load(pack.id);
    const playbook = id === null ? null : await this.playbooks.find(context, id);
    return playbook && toPlaybook(playbook);
  }
}
