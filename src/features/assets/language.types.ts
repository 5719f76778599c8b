import { registerEnumType } from "type-graphql";

/** Languages in which the API words labels and sentences. */
export enum Language {
  EN = "EN",
  ZH = "ZH",
}
registerEnumType(Language, {
  name: "Language",
  description: "Language of labels and sentences; clients must handle unknown values.",
  valuesConfig: {
    EN: { description: "English." },
    ZH: { description: "Simplified Chinese." },
  },
});
