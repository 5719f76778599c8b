import type { Actor } from "../../platform/request-context";

/** Who acts without a key: the product itself, or a sender who is known by a signature. */
export const noKey = (name: string): Actor => ({
  accessKeyId: "00000000-0000-0000-0000-000000000000",
  name,
  role: "INTEGRATION",
  allowedOrigins: [],
});
