import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

/** Most tokens in a document: the longest shipped query has about 350. */
export const MAX_TOKENS = 4_000;

/** Deepest selection: the deepest shipped query has 8 levels, introspection by GraphiQL 13. */
export const MAX_DEPTH = 15;

/** Refuses documents that nest deeper than {@link MAX_DEPTH}; each fragment is measured once, so fan-out costs nothing. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, number>();
  const depthOf = (set: SelectionSetNode | undefined, visiting: ReadonlySet<string>): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet, visiting));
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, depthOf(selection.selectionSet, visiting));
      else deepest = Math.max(deepest, ofFragment(context.getFragment(selection.name.value), visiting));
    }
    return deepest;
  };
  const ofFragment = (fragment: FragmentDefinitionNode | null | undefined, visiting: ReadonlySet<string>): number => {
    if (!fragment || visiting.has(fragment.name.value)) return 0;
    const name = fragment.name.value;
    const known = fragments.get(name);
    if (known !== undefined) return known;
    const depth = depthOf(fragment.selectionSet, new Set([...visiting, name]));
    fragments.set(name, depth);
    return depth;
  };
  return {
    OperationDefinition(operation) {
      const depth = depthOf(operation.selectionSet, new Set());
      if (depth > MAX_DEPTH) {
        context.reportError(
          new GraphQLError(
            `A selection must nest at most ${MAX_DEPTH} levels, but got ${depth}; ask in several operations.`,
            { nodes: operation },
          ),
        );
      }
    },
  };
}
