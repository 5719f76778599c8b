import { AccessResolver } from "../features/access/access.resolver";
import { AccessService } from "../features/access/access.service";
import { AccessStore } from "../features/access/access.store";
import { type Composed, type Kernel, type Services } from "./part";

export function composeAccess({ database, clock }: Kernel) {
  const access = new AccessService(database, new AccessStore(database), clock);
  return { access, resolvers: [new AccessResolver(access)] } satisfies Composed;
}

export type AccessPart = Services<typeof composeAccess>;
