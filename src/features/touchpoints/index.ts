export { readMapping } from "./mapping";
export { RejectFile } from "./reject-file";
export type { TouchpointService } from "./touchpoint.service";
export type { TouchpointSource } from "./touchpoint.store";
