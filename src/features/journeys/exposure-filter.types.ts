import { Field, InputType } from "type-graphql";
import type { Site } from "../touchpoints";
import { SiteEnum } from "../touchpoints/action.types";
import { MAX_CODES } from "./brand-window";
import type { ExposureFilter } from "./exposure-filter";

@InputType("ExposureFilter", { description: "Which exposures of a brand are meant." })
export class ExposureFilterInput implements ExposureFilter {
  @Field(() => [String], { nullable: true, description: `Codes of 1 to ${MAX_CODES} platforms; absent: all.` })
  platforms?: string[] | null;

  @Field(() => SiteEnum, { nullable: true, description: "Where the exposure happened; absent: on site and off." })
  site?: Site | null;

  @Field(() => [String], {
    nullable: true,
    description: `Codes of 1 to ${MAX_CODES} campaigns that the exposure names. One that names no brand counts in a campaign's own journey only. Absent: of any campaign or none.`,
  })
  campaignCodes?: string[] | null;
}
