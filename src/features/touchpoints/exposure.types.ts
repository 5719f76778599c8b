import { registerEnumType } from "type-graphql";

export const ExposureKindEnum = { SERVED: "SERVED", OPPORTUNITY_TO_SEE: "OPPORTUNITY_TO_SEE" };
registerEnumType(ExposureKindEnum, {
  name: "ExposureKind",
  description: "How sure it is that the person was exposed.",
  valuesConfig: {
    SERVED: { description: "The medium showed it to this person, or the person acted." },
    OPPORTUNITY_TO_SEE: { description: "The person was where it could be seen (OTS)." },
  },
});
