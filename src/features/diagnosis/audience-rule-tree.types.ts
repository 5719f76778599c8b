import { GraphQLError, GraphQLScalarType } from "graphql";

/** An input type cannot be an answer, and a tree of any depth cannot be selected, so a tree goes out as one value. */
export const AudienceRuleTree = new GraphQLScalarType({
  name: "AudienceRuleTree",
  description: "A rule tree in the form of AudienceRuleInput, to be sent back as one; it is answered only.",
  parseValue: () => {
    throw new GraphQLError("AudienceRuleTree is answered only; send the tree as an AudienceRuleInput.");
  },
});
