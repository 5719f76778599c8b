import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { registrationPayload } from "../../graphql/registration";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import { type ContentSession as Row, type SessionKind, sessionKinds, sessionRejections } from "./content-session";
import { MAX_SESSION_DAYS } from "./read-session";

export const SessionKindEnum = Object.fromEntries(sessionKinds.map((kind) => [kind, kind]));
registerEnumType(SessionKindEnum, {
  name: "ContentSessionKind",
  description: "What kind of session; clients must handle unknown values.",
  valuesConfig: {
    LIVE: { description: "A live broadcast (直播)." },
    CONTENT: { description: "A post or video while it is played (内容)." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "A live broadcast, or the time in which a post is played, with what it is to sell (直播/内容场次).",
})
export class ContentSession extends Node {
  @Field({ description: "Unique among the brand's sessions." })
  code!: string;

  @Field(() => SessionKindEnum, { description: "LIVE or CONTENT." })
  kind!: SessionKind;

  @Field({ description: "Title for people." })
  title!: string;

  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field({ description: "The room or post, as touchpoints carry it." })
  contentCode!: string;

  @Field(() => DateTimeScalar, { description: "Views count from this instant on." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant at which they do not." })
  endsAt!: Date;

  @Field(() => Money, { nullable: true, description: "Sales that it is to bring (目标GMV); null: no goal." })
  goal!: Money | null;
}

export const toContentSession = ({ goal, ...row }: Row): ContentSession =>
  Object.assign(new ContentSession(), {
    ...row,
    id: toNodeId("ContentSession", row.id),
    goal: goal && toMajor(goal),
  });

export const ContentSessionConnection = connectionType(ContentSession, "ContentSession", "READ_CAMPAIGNS");

@InputType({ description: "A session." })
class ContentSessionInput {
  @Field({ description: "1 to 200 characters; unique among the brand's sessions." })
  code!: string;

  @Field(() => SessionKindEnum, { description: "LIVE or CONTENT." })
  kind!: SessionKind;

  @Field({ description: "Title for people, 1 to 200 characters." })
  title!: string;

  @Field({ description: "Code of a platform known to the organisation, e.g. DOUYIN." })
  platform!: string;

  @Field({ description: "The room or post as touchpoints carry it, 1 to 200 characters." })
  contentCode!: string;

  @Field(() => DateTimeScalar, { description: "Views count from this instant on." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, {
    description: `The first instant at which they do not; at most ${MAX_SESSION_DAYS} days later.`,
  })
  endsAt!: Date;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "Sales that it is to bring, in the brand's currency, above 0.",
  })
  goal?: MoneyInput | null;
}

@InputType({ description: "Sessions to register for one brand." })
export class RegisterContentSessionsInput {
  @Field(() => ID, { description: "The brand that is shown." })
  brandId!: string;

  @Field(() => [ContentSessionInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  sessions!: ContentSessionInput[];
}

const ContentSessionUserError = userErrorType("ContentSession", {});

const RegistrationPayload = registrationPayload(
  "RegisteredContentSession",
  { name: "ContentSessionRejectionReason", reasons: sessionRejections },
  ContentSessionUserError,
  "EDIT_CAMPAIGNS",
);

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerContentSessions." })
export class RegisterContentSessionsPayload extends RegistrationPayload {}
