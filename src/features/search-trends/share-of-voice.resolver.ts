import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { askedBrand } from "./asked-brand.types";
import type { ShareOfVoiceService } from "./share-of-voice.service";
import { ShareOfVoice, ShareOfVoiceArgs, toShareOfVoice } from "./share-of-voice.types";

@Resolver(() => Brand)
export class ShareOfVoiceResolver {
  constructor(private readonly voices: ShareOfVoiceService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => ShareOfVoice, {
    nullable: true,
    description:
      "How much of what is said and searched in a category is of the brand; null for a brand without a category.",
  })
  async shareOfVoice(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => ShareOfVoiceArgs) { from, to, before, categoryId }: ShareOfVoiceArgs,
  ): Promise<ShareOfVoice | null> {
    const voice = await this.voices.share(context, askedBrand(brand), {
      days: { from, to },
      before: before ?? undefined,
      categoryId: categoryId == null ? undefined : integerKeyOf("Category", categoryId, ["categoryId"]),
    });
    return voice && toShareOfVoice(voice);
  }
}
