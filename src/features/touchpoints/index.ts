export type { TouchpointService } from "./touchpoint.service";
export type { TouchpointSource } from "./touchpoint.store";
