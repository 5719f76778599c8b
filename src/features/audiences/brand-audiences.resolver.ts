import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { parseNodeId } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { Brand } from "../brands/brand.types";
import type { AudienceService } from "./audience.service";
import {
  type AudiencePack,
  AudiencePackConnection,
  AudiencePackFilter,
  AudiencePackOrder,
  toAudiencePack,
} from "./audience-pack.types";
import type { PackFilter, PackOrder } from "./pack-list";

@Resolver(() => Brand)
export class BrandAudiencesResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackConnection, {
    description: "The organisation's audience packs (人群包) of the brand.",
  })
  async audiencePacks(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => AudiencePackFilter, { nullable: true, description: "Which of them; absent: all." })
    filter?: AudiencePackFilter | null,
    @Arg("orderBy", () => AudiencePackOrder, {
      nullable: true,
      description: "In which order; absent: last changed first.",
    })
    orderBy?: AudiencePackOrder | null,
  ): Promise<ConnectionShape<AudiencePack>> {
    const asked = filterOf(filter);
    const list = { filter: asked, order: orderOf(orderBy), page: pageRequest(page) };
    return toConnection(await this.packs.page(context, brandId, list), toAudiencePack, () =>
      this.packs.count(context, brandId, asked),
    );
  }
}

const filterOf = (filter: AudiencePackFilter | null | undefined): PackFilter => ({
  states: filter?.states ?? null,
  tags: filter?.tags ?? null,
  name: filter?.name ?? null,
  ownerKeyId: filter?.ownerId == null ? null : ownerKeyOf(filter.ownerId),
});

/** Nobody owns a pack under an id that is none. */
const ownerKeyOf = (id: string): string => {
  const parsed = parseNodeId(id);
  if (parsed?.type === "AccessKey") return parsed.key;
  throw new RequestError(
    "BAD_USER_INPUT",
    `filter.ownerId must be an id of AccessKey as this API returned it, but got "${id.slice(0, 60)}".`,
  );
};

const orderOf = (order: AudiencePackOrder | null | undefined): PackOrder =>
  order ? { field: order.field, direction: `${order.direction}` } : { field: "UPDATED_AT", direction: "DESC" };
