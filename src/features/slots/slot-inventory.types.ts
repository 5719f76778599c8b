import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money, MoneyInput } from "../../graphql/money";
import { registrationPayload } from "../../graphql/registration";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import { type SlotHour as Row, slotHourRejections } from "./slot-hour";

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "One hour of a slot (资源位) that a brand has." })
export class SlotHour {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field({ description: "As touchpoints carry it." })
  slotCode!: string;

  @Field(() => DateTimeScalar, { description: "Start of the hour." })
  startsAt!: Date;

  @Field(() => BigIntScalar, { description: "How often the platform says it was shown." })
  exposures!: bigint;

  @Field(() => Money, { description: "What the hour cost." })
  price!: Money;
}

export const toSlotHour = ({ price, ...row }: Row): SlotHour =>
  Object.assign(new SlotHour(), { ...row, price: toMajor(price) });

export const SlotHourConnection = connectionType(SlotHour, "SlotHour", "READ_CAMPAIGNS");

@InputType({ description: "An hour of a slot." })
class SlotHourInput {
  @Field({ description: "Code of a platform known to the organisation, e.g. JD." })
  platform!: string;

  @Field({ description: "As touchpoints carry it, 1 to 200 characters." })
  slotCode!: string;

  @Field(() => DateTimeScalar, { description: "Start of the hour: a whole hour of the brand's zone." })
  startsAt!: Date;

  @Field(() => BigIntScalar, { description: "How often it was shown, at least 0." })
  exposures!: bigint;

  @Field(() => MoneyInput, { description: "What the hour cost, in the brand's currency, at least 0." })
  price!: MoneyInput;
}

@InputType({ description: "Hours of slots to import for one brand." })
export class ImportSlotInventoryInput {
  @Field(() => ID, { description: "The brand that has them." })
  brandId!: string;

  @Field(() => [SlotHourInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  hours!: SlotHourInput[];
}

const SlotInventoryUserError = userErrorType("SlotInventory", {});

const RegistrationPayload = registrationPayload(
  "ImportedSlotHour",
  { name: "SlotHourRejectionReason", reasons: slotHourRejections },
  SlotInventoryUserError,
  "EDIT_CAMPAIGNS",
);

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of importSlotInventory." })
export class ImportSlotInventoryPayload extends RegistrationPayload {}
