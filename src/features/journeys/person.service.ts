import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkIdentity, type Identity, type PersonDirectory } from "../people";
import type { BrandWindow, BrandWindows, GrantedWindow, Window } from "./brand-window";
import type { PersonStore, PersonTouchpoint } from "./person.store";

/** A person found, and where to read on. Merges may give the identity another ordinal meanwhile, so every reading looks it up. */
export interface InspectedPerson {
  readonly window: GrantedWindow;
  readonly identity: Identity;
}

export interface PersonServiceParts {
  readonly database: Database;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly people: PersonDirectory;
  readonly windows: BrandWindows;
  readonly store: PersonStore;
}

/** One person's touchpoints, for support. Every look-up is recorded, also one that finds nobody, but never whom it was about. */
export class PersonService {
  constructor(private readonly parts: PersonServiceParts) {}

  /** Null when nobody under the identity has a touchpoint of the brand in the window that the caller may see. */
  async inspect(
    context: RequestContext,
    brandId: number,
    window: Window,
    identity: Identity,
  ): Promise<InspectedPerson | null> {
    const { database, access, windows } = this.parts;
    const granted = await windows.grant(context, brandId, window);
    const asked = await this.readIdentity(identity);
    await database.withTenant(context, (manager) =>
      access.audit(manager, context, "inspectPerson", `Brand:${brandId}`, { namespace: asked.namespace, ...window }),
    );
    const person = { window: granted, identity: asked };
    return (await this.countTouchpoints(context, person)) === 0 ? null : person;
  }

  async touchpoints(
    context: RequestContext,
    person: InspectedPerson,
    page: PageRequest,
  ): Promise<Page<PersonTouchpoint>> {
    for (const [name, cursor] of Object.entries({ after: page.after, before: page.before })) {
      if (cursor === null || (cursor.length === 3 && /^\d{1,15}$/.test(cursor[0]!) && /^\d{1,10}$/.test(cursor[1]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that personJourney.touchpoints returned.`);
    }
    return this.read(context, person, (window, ordinal) => this.parts.store.findPage(window, ordinal, page));
  }

  countTouchpoints(context: RequestContext, person: InspectedPerson): Promise<number> {
    return this.read(context, person, (window, ordinal) => this.parts.store.count(window, ordinal));
  }

  private read<Found>(
    context: RequestContext,
    { window, identity }: InspectedPerson,
    work: (window: BrandWindow, ordinal: number | null) => Promise<Found>,
  ): Promise<Found> {
    const { people, windows } = this.parts;
    return windows.read(context, window, async (read) => work(read, await people.find(read.overlayId, identity)));
  }

  /** The identity as the intake would store it. */
  private async readIdentity(identity: Identity): Promise<Identity> {
    const result = checkIdentity(identity, await this.parts.brands.namespaces());
    if ("problem" in result) throw UserProblems.one("INVALID_INPUT", ["identity", result.field], result.problem);
    return result;
  }
}
