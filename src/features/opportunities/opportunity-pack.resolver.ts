import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toAudiencePack } from "../audiences/audience-pack.types";
import type { CrossCategoryService } from "./cross-category.service";
import { CreateCrossCategoryPackInput } from "./cross-category.types";
import type { OpportunityPackInput } from "./opportunity-pack.types";
import type { NewOpportunityPack } from "./opportunity-packs";
import {
  CreateCrossCategoryPackPayload,
  CreateOwnPotentialPackPayload,
  CreateRivalInterceptPackPayload,
} from "./opportunity-payload.types";
import type { OwnPotentialService } from "./own-potential.service";
import { CreateOwnPotentialPackInput } from "./own-potential.types";
import type { RivalInterceptService } from "./rival-intercept.service";
import { CreateRivalInterceptPackInput } from "./rival-intercept.types";

@Resolver()
export class OpportunityPackResolver {
  constructor(
    private readonly ownPotentials: OwnPotentialService,
    private readonly rivalIntercepts: RivalInterceptService,
    private readonly crossCategories: CrossCategoryService,
  ) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateOwnPotentialPackPayload, {
    description: "Makes a pack of people who are like the brand's buyers, as a draft without members.",
  })
  createOwnPotentialPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateOwnPotentialPackInput, { description: "The new pack." })
    input: CreateOwnPotentialPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateOwnPotentialPackPayload> {
    return payload(async () => {
      const { days, recentDays, recency = null, frequency = null, monetary = null, touchpoints } = input;
      const profile = { days, recentDays, recency, frequency, monetary, touchpoints };
      const pack = await this.ownPotentials.createPack(context, packOf(input), profile, key);
      return { audiencePack: toAudiencePack(pack) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateRivalInterceptPackPayload, {
    description: "Makes a pack of people with a rival's product in the cart, as a draft without members.",
  })
  createRivalInterceptPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateRivalInterceptPackInput, { description: "The new pack." })
    input: CreateRivalInterceptPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateRivalInterceptPackPayload> {
    return payload(async () => {
      const pack = await this.rivalIntercepts.createPack(context, packOf(input), input.openDays, key);
      return { audiencePack: toAudiencePack(pack) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateCrossCategoryPackPayload, {
    description: "Makes a pack of potential people from other categories, as a draft without members.",
  })
  createCrossCategoryPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateCrossCategoryPackInput, { description: "The new pack." })
    input: CreateCrossCategoryPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateCrossCategoryPackPayload> {
    return payload(async () => {
      const categoryIds = input.categoryIds.map((id, index) =>
        integerKeyOf("Category", id, ["input", "categoryIds", String(index)]),
      );
      const pack = await this.crossCategories.createPack(
        context,
        packOf(input),
        { categoryIds, days: input.days },
        key,
      );
      return { audiencePack: toAudiencePack(pack) };
    });
  }
}

const packOf = (input: OpportunityPackInput & { readonly brandId: string }): NewOpportunityPack => ({
  brandId: integerKeyOf("Brand", input.brandId, ["input", "brandId"]),
  name: input.name,
  tags: input.tags,
  expiresAt: input.expiresAt ?? null,
});
