import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf } from "../../graphql/node";
import { DateScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import type { MatchRateReader, UploadSummaries } from "../people";
import { MatchRates, toMatchRates } from "../people/match-rate.types";
import { FirstPartyUpload, toFirstPartyUpload } from "../people/upload.types";
import { TouchpointSource } from "./touchpoint.types";

/** What a source knows of people. */
@Resolver(() => TouchpointSource)
export class SourcePeopleResolver {
  constructor(
    private readonly rates: MatchRateReader,
    private readonly uploads: UploadSummaries,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => FirstPartyUpload, {
    nullable: true,
    description: "What it uploaded of first-party identities with consent; null when nothing.",
  })
  async upload(@Ctx() context: RequestContext, @Root() source: TouchpointSource): Promise<FirstPartyUpload | null> {
    const upload = await this.uploads.find(context, { sourceId: numberOf(source) });
    return upload && toFirstPartyUpload(upload);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MatchRates, {
    description: "How many of its people other sources know too (V79), day by day; at most 92 days.",
  })
  async matchRates(
    @Ctx() context: RequestContext,
    @Root() source: TouchpointSource,
    @Arg("from", () => DateScalar, { description: "First day." }) from: string,
    @Arg("to", () => DateScalar, { description: "The day after the last one; 1 to 92 days after from." }) to: string,
    @Arg("zone", () => String, { defaultValue: "Asia/Shanghai", description: "IANA time zone in which days begin." })
    zone: string,
    @Arg("consentedOnly", () => Boolean, {
      defaultValue: false,
      description: "Counts only people whose consent to the organisation stands.",
    })
    consentedOnly: boolean,
  ): Promise<MatchRates> {
    return toMatchRates(await this.rates.read(context, { sourceId: numberOf(source), from, to, zone, consentedOnly }));
  }
}

const numberOf = (source: TouchpointSource): number => integerKeyOf("TouchpointSource", source.id, ["id"]);
