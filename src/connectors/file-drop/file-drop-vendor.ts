import { join } from "node:path";
import type { ConnectorSettings, ConnectorVendor } from "../connector";
import { FileDropConnector } from "./file-drop-connector";

const FOLDER = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Folders below one that the operator sets aside, where an organisation's own transfer picks files up. */
export class FileDropVendor implements ConnectorVendor {
  readonly kind = "FILE_DROP";

  /** Without `root` there are no such destinations. */
  constructor(private readonly root: string | undefined) {}

  addressProblem(address: string): string | null {
    if (this.root === undefined) return "cannot be used: the operator has set no FILE_DROP_DIR";
    return FOLDER.test(address) ? null : "must name a folder: 1 to 63 lower-case letters, digits, _ and -";
  }

  open({ address }: ConnectorSettings): FileDropConnector {
    if (this.root === undefined) throw new Error("A file drop must have FILE_DROP_DIR set, but it is not");
    return new FileDropConnector(join(this.root, address));
  }
}
