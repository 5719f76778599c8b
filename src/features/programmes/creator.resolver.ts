import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { toRegistration } from "../../graphql/registration";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { Brand } from "../brands/brand.types";
import { MAX_WINDOW_DAYS } from "./check-window";
import {
  RegisterCreatorPostsInput,
  RegisterCreatorPostsPayload,
  RegisterCreatorsInput,
  RegisterCreatorsPayload,
} from "./creator.types";
import type { CreatorRegistry } from "./creator-registry";
import type { CreatorResourceService } from "./creator-resource.service";
import {
  CreatorResource,
  CreatorResourceConnection,
  CreatorResourceOrder,
  toCreatorResource,
} from "./creator-resource.types";

const DEFAULT_ORDER = { field: "COST_PER_NEW_AWARE", direction: "ASC" } as const;

@Resolver(() => Brand)
export class CreatorResolver {
  constructor(
    private readonly registry: CreatorRegistry,
    private readonly resources: CreatorResourceService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => RegisterCreatorsPayload, {
    description: `Registers creators, 1 to ${MAX_REGISTERED_ROWS}, each answered by itself; a known code gets the new details.`,
  })
  registerCreators(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterCreatorsInput, { description: "The creators." }) input: RegisterCreatorsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RegisterCreatorsPayload> {
    return payload<Omit<RegisterCreatorsPayload, "userErrors">>(
      async () => toRegistration(await this.registry.registerCreators(context, input.creators, key)),
      { rows: [] },
    );
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => RegisterCreatorPostsPayload, {
    description: `Registers what creators published for a brand, 1 to ${MAX_REGISTERED_ROWS} posts, each answered by itself; a known content gets the new details.`,
  })
  registerCreatorPosts(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterCreatorPostsInput, { description: "The posts." }) input: RegisterCreatorPostsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RegisterCreatorPostsPayload> {
    return payload<Omit<RegisterCreatorPostsPayload, "userErrors">>(
      async () => {
        const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
        const posts = input.posts.map(({ programmeCode = null, ...post }) => ({ ...post, programmeCode }));
        return toRegistration(await this.registry.registerPosts(context, brandId, posts, key));
      },
      { rows: [] },
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => CreatorResourceConnection, {
    nullable: true,
    description:
      "Creators with a post published for the brand in the window or a touchpoint in it, ranked; without a value last. Computed when asked for, so ranks may move between pages; null only beside an error.",
  })
  async creatorResources(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone, currencyCode }: Brand,
    @Arg("from", () => DateTimeScalar, { description: `First instant of the window. ${WHOLE_HOURS}` }) from: Date,
    @Arg("to", () => DateTimeScalar, {
      description: `The first instant after it, at most ${MAX_WINDOW_DAYS} days later. ${WHOLE_HOURS}`,
    })
    to: Date,
    @Args(() => PageArgs) args: PageArgs,
    @Arg("orderBy", () => CreatorResourceOrder, {
      defaultValue: DEFAULT_ORDER,
      description: "How they are ranked; default: the cheapest new A1 people first.",
    })
    orderBy: CreatorResourceOrder,
  ): Promise<ConnectionShape<CreatorResource>> {
    const brand = { id: brandId, zone };
    const answer = await this.resources.page(context, brand, { from, to }, orderBy, pageRequest(args));
    return toConnection(
      answer.page,
      (row) => toCreatorResource(row, answer, currencyCode),
      async () => answer.total,
    );
  }
}
