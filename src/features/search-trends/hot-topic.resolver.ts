import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { toRegistration } from "../../graphql/registration";
import { payload } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { askedBrand } from "./asked-brand.types";
import type { HotTopicService } from "./hot-topic.service";
import {
  HotTopicArgs,
  HotTopicReport,
  ImportTrendTopicsInput,
  ImportTrendTopicsPayload,
  toHotTopicReport,
} from "./hot-topic.types";

@Resolver(() => Brand)
export class HotTopicResolver {
  constructor(private readonly topics: HotTopicService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ImportTrendTopicsPayload, {
    description: `Imports topics of the day for the organisation, 1 to ${MAX_REGISTERED_ROWS}, each answered by itself; a known code of a source gets the new details.`,
  })
  importTrendTopics(
    @Ctx() context: RequestContext,
    @Arg("input", () => ImportTrendTopicsInput, { description: "The topics." }) input: ImportTrendTopicsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ImportTrendTopicsPayload> {
    return payload<Omit<ImportTrendTopicsPayload, "userErrors">>(
      async () => toRegistration(await this.topics.import(context, input.topics, key)),
      { rows: [] },
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => HotTopicReport, {
    nullable: true,
    description: "Topics that are worth following now, ranked for the brand. Null only when it could not be read.",
  })
  async hotTopicWindows(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => HotTopicArgs) { asOf, best }: HotTopicArgs,
  ): Promise<HotTopicReport> {
    return toHotTopicReport(await this.topics.hotTopics(context, askedBrand(brand), { at: asOf ?? undefined, best }));
  }
}
