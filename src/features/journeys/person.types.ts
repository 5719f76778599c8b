import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { DateTimeScalar } from "../../graphql/scalars";
import type { Action, Site } from "../touchpoints";
import { ActionEnum, SiteEnum } from "../touchpoints/action.types";
import { type Hop, hopOf } from "./hop";
import { HopEnum } from "./journey.types";
import type { InspectedPerson } from "./person.service";
import type { PersonTouchpoint as PersonTouchpointRow } from "./person.store";

@Access("INSPECT_PEOPLE")
@ObjectType({ description: "One touchpoint of one person; no identity, raw or stored, is part of it." })
export class PersonTouchpoint {
  @Field(() => DateTimeScalar, { description: "When it happened." })
  occurredAt!: Date;

  @Field(() => HopEnum, {
    nullable: true,
    description:
      "The hop that its action makes; REPEAT orders come as ORDER. Null when it makes none, as for an opportunity to see.",
  })
  hop!: Hop | null;

  @Field(() => ActionEnum, { description: "What the person did." })
  action!: Action;

  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => SiteEnum, { description: "Where it happened." })
  site!: Site;

  @Field({
    description: "True where the person was only where it could be seen: that counts in no figure of journeys.",
  })
  isOpportunityToSee!: boolean;

  @Field({ description: "Its source's key of the event." })
  eventId!: string;

  @Field(() => String, { nullable: true, description: "Code of the campaign; null when it names none." })
  campaignCode!: string | null;

  @Field(() => String, { nullable: true, description: "External id of the placement; null when it names none." })
  placementCode!: string | null;

  @Field(() => String, { nullable: true, description: "Code of the creative; null when it names none." })
  creativeCode!: string | null;

  @Field(() => String, { nullable: true, description: "What was searched or bid for; null when there is none." })
  keyword!: string | null;

  @Field(() => String, { nullable: true, description: "The shop's key of the order; null without one." })
  orderId!: string | null;
}

export const PersonTouchpointConnection = connectionType(PersonTouchpoint, "PersonTouchpoint", "INSPECT_PEOPLE");

@Access("INSPECT_PEOPLE")
@ObjectType({
  description:
    "What one person did with a brand in a window, for support. Each look-up is recorded in the audit log, without the person.",
})
export class PersonJourney {
  /** Whom it is about; not a field of the schema. */
  person!: InspectedPerson;

  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => DateTimeScalar, { description: "When it was read: nothing at or after this instant is listed." })
  asOf!: Date;
}

export function toPersonJourney(person: InspectedPerson): PersonJourney {
  const { from, to, asOf } = person.window;
  return Object.assign(new PersonJourney(), { person, from, to, asOf });
}

export function toPersonTouchpoint(row: PersonTouchpointRow): PersonTouchpoint {
  const { campaign, placement, creative, keyword, orderId, sourceId: _, ...told } = row;
  return Object.assign(new PersonTouchpoint(), {
    ...told,
    hop: row.isOpportunityToSee ? null : hopOf(row.action),
    campaignCode: campaign || null,
    placementCode: placement || null,
    creativeCode: creative || null,
    keyword: keyword || null,
    orderId: orderId || null,
  });
}
