import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { KeywordTakeoverService } from "./keyword-takeover.service";
import {
  BookKeywordTakeoverInput,
  BookKeywordTakeoverPayload,
  CancelKeywordTakeoverPayload,
  KeywordTakeover,
  KeywordTakeoverConnection,
  toKeywordTakeover,
} from "./keyword-takeover.types";
import { MAX_WITHIN_HOURS, type TakeoverResultService } from "./takeover-result.service";
import { KeywordTakeoverResult, toTakeoverResult } from "./takeover-result.types";

@Resolver(() => Brand)
export class BrandTakeoverResolver {
  constructor(private readonly takeovers: KeywordTakeoverService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => BookKeywordTakeoverPayload, {
    description:
      "Books a search slot for keywords; refused where another booking of the organisation has it for one of them.",
  })
  bookKeywordTakeover(
    @Ctx() context: RequestContext,
    @Arg("input", () => BookKeywordTakeoverInput, { description: "The booking." }) input: BookKeywordTakeoverInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<BookKeywordTakeoverPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      return { keywordTakeover: toKeywordTakeover(await this.takeovers.book(context, { ...input, brandId }, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CancelKeywordTakeoverPayload, { description: "Gives a booked slot back." })
  cancelKeywordTakeover(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a KeywordTakeover." }) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<CancelKeywordTakeoverPayload> {
    return payload(async () => {
      const target = { id: keyOf("KeywordTakeover", id, ["id"]), expectedVersion };
      return { keywordTakeover: toKeywordTakeover(await this.takeovers.cancel(context, target)) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => KeywordTakeoverConnection, {
    description: "The organisation's bookings of search slots for the brand, newest first.",
  })
  async keywordTakeovers(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<KeywordTakeover>> {
    return toConnection(await this.takeovers.page(context, brandId, pageRequest(page)), toKeywordTakeover, () =>
      this.takeovers.count(context, brandId),
    );
  }
}

@Resolver(() => KeywordTakeover)
export class KeywordTakeoverResolver {
  constructor(private readonly results: TakeoverResultService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => KeywordTakeoverResult, {
    nullable: true,
    description: "What it brought so far; null before it begins, and of a cancelled one.",
  })
  async result(
    @Ctx() context: RequestContext,
    @Root() { row }: KeywordTakeover,
    @Arg("withinHours", () => Int, {
      defaultValue: 24,
      description: `Hours after the booked ones until which steps count, 1 to ${MAX_WITHIN_HOURS}.`,
    })
    withinHours: number,
  ): Promise<KeywordTakeoverResult | null> {
    const result = await this.results.of(context, row, withinHours);
    return result && toTakeoverResult(result);
  }
}
