import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { AttributeDefinition } from "./attribute-definition";
import type { AttributePeopleStore, AttributeQuestion } from "./attribute-people.store";
import type { AttributeRegistry } from "./attribute-registry";

/** An attribute with the state of what is recorded of it. */
export interface RecordedAttribute {
  readonly definition: AttributeDefinition;
  /** Changes with every value that is recorded or erased. */
  readonly version: string;
}

/** Who has which attribute, for conditions on people. The registry keeps nothing sensitive, so none can be asked for. */
export class AttributePeople {
  constructor(
    private readonly registry: AttributeRegistry,
    private readonly store: AttributePeopleStore,
  ) {}

  /** The caller's organisation's attribute, also a retired one; null: there is none of the code. */
  find(context: RequestContext, code: string): Promise<AttributeDefinition | null> {
    return this.registry.findByCode(context, code);
  }

  /** All of the caller's organisation, retired ones included. */
  definitions(context: RequestContext): Promise<readonly AttributeDefinition[]> {
    return this.registry.all(context);
  }

  /** By code; codes that are none are left out. */
  async recorded(context: RequestContext, codes: readonly string[]): Promise<ReadonlyMap<string, RecordedAttribute>> {
    const [definitions, versions] = await Promise.all([
      this.registry.all(context),
      this.store.findVersions(context.organisationId, codes),
    ]);
    return new Map(
      definitions
        .filter(({ code }) => codes.includes(code))
        .map((definition) => [definition.code, { definition, version: versions.get(definition.code) ?? "" }]),
    );
  }

  people(question: AttributeQuestion): Promise<RoaringBitmap32> {
    return this.store.find(question);
  }
}
