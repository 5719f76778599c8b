import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { MAX_LISTS, MAX_VALUES } from "./audience-list";
import type { AnsweredList, AudienceListService } from "./audience-list.service";
import {
  AudienceList,
  AudienceListMatch,
  answerList,
  ExtendAudienceListPayload,
  type ListPayload,
  NOTHING_TAKEN,
  toAudienceList,
  toListMatch,
  UploadAudienceListInput,
  UploadAudienceListPayload,
} from "./audience-list.types";

@Resolver(() => AudienceList)
export class AudienceListResolver {
  constructor(private readonly lists: AudienceListService) {}

  @Access("READ_AUDIENCES")
  @Query(() => [AudienceList], {
    description: `The organisation's uploaded lists by name, without expired ones; it has at most ${MAX_LISTS}.`,
  })
  async audienceLists(@Ctx() context: RequestContext): Promise<AudienceList[]> {
    return (await this.lists.all(context)).map(toAudienceList);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudienceListMatch, { nullable: true, description: "Whom it matches; null only with an error." })
  async match(@Ctx() context: RequestContext, @Root() { list }: AudienceList): Promise<AudienceListMatch> {
    return toListMatch(await this.lists.match(context, list));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => UploadAudienceListPayload, {
    description:
      "Takes a list of hashed ids for rules to name. Rows are answered one by one: those that are not taken do not hold up the others.",
  })
  uploadAudienceList(
    @Ctx() context: RequestContext,
    @Arg("input", () => UploadAudienceListInput, { description: "The new list." }) input: UploadAudienceListInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ListPayload> {
    const { name, namespace, values, expiresAt = null } = input;
    return this.answer(context, () => this.lists.upload(context, { name, namespace, values, expiresAt }, key));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => ExtendAudienceListPayload, { description: "Adds ids to a list; each call is answered row by row." })
  extendAudienceList(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of an AudienceList." }) id: string,
    @Arg("values", () => [String], { description: `1 to ${MAX_VALUES} ids of the list's namespace.` }) values: string[],
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ListPayload> {
    return this.answer(context, () =>
      this.lists.extend(context, { id: keyOf("AudienceList", id, ["id"]), values }, key),
    );
  }

  private answer(context: RequestContext, take: () => Promise<AnsweredList>): Promise<ListPayload> {
    return payload(async () => {
      const answered = await take();
      return answerList((await this.lists.find(context, answered.listId))!, answered);
    }, NOTHING_TAKEN);
  }
}
