import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import type { Site } from "../touchpoints";
import { SiteEnum } from "../touchpoints/action.types";
import { CONTACT_ACTIONS } from "./contact-actions";
import { conversionActions } from "./conversion-action";
import type { ContactClass, Lookback } from "./journey-question";

export const ConversionActionEnum = Object.fromEntries(conversionActions.map((key) => [key, key]));
registerEnumType(ConversionActionEnum, {
  name: "ConversionAction",
  description: "What counts as a conversion (转化); clients must handle unknown values.",
  valuesConfig: {
    ORDER: {
      description: "An order of the brand, by anyone, first seen in the window and not refunded in full.",
    },
    FIRST_ORDER: { description: "A person's first such order of all times, when it falls in the window." },
    STAGE_REACHED: {
      description:
        "A person's first rise in the window to at least the stage, of people who did not stand there at its start; it has no value.",
    },
    VISIT: { description: "A person's first visit of the window; it has no value." },
    MEMBER_JOIN: { description: "A person's first joining of the membership in the window; it has no value." },
    BENEFIT_REDEEM: {
      description:
        "A person's first benefit redeemed in the window (优惠券核销): of a campaign's report one that names the campaign, of a brand's one of the brand; it has no value.",
    },
  },
});

export const ContactClassEnum = { SHOWN: "SHOWN", ENGAGED: "ENGAGED" };
registerEnumType(ContactClassEnum, {
  name: "AttributionContact",
  description: "Contacts by what people did.",
  valuesConfig: {
    SHOWN: { description: `They were shown something: ${CONTACT_ACTIONS.SHOWN.join(", ")}.` },
    ENGAGED: { description: `They went after it: ${CONTACT_ACTIONS.ENGAGED.join(", ")}.` },
  },
});

const SITE = "Only of touches on this site; null: of both.";
const CONTACT = "Only of these contacts; null: of both kinds.";
const DAYS = "Days of 24 hours before a conversion, at least 1.";

@InputType({ description: "How old touches of a site or of a kind of contact may be at the conversion (归因窗口)." })
export class AttributionLookbackInput implements Lookback {
  @Field(() => SiteEnum, { nullable: true, defaultValue: null, description: SITE })
  site!: Site | null;

  @Field(() => ContactClassEnum, { nullable: true, defaultValue: null, description: CONTACT })
  contact!: ContactClass | null;

  @Field(() => Int, { description: DAYS })
  days!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How old touches of a site or of a kind of contact may be at the conversion (归因窗口)." })
export class AttributionLookback implements Lookback {
  @Field(() => SiteEnum, { nullable: true, description: SITE })
  site!: Site | null;

  @Field(() => ContactClassEnum, { nullable: true, description: CONTACT })
  contact!: ContactClass | null;

  @Field(() => Int, { description: DAYS })
  days!: number;
}
