import { BlockList, isIP } from "node:net";

/** Networks that are nobody's public address: IANA's special-purpose registries (RFC 6890), multicast, and IPv4 inside IPv6. */
const SPECIAL = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4"],
  ...["::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32"],
  ...["2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
] as const;

/** Two lists, as one would find every IPv4 address inside ::ffff:0:0/96. */
const special = { ipv4: new BlockList(), ipv6: new BlockList() };
const familyOf = (address: string): "ipv4" | "ipv6" => (address.includes(":") ? "ipv6" : "ipv4");
for (const network of SPECIAL) {
  const [address, bits] = network.split("/") as [string, string];
  special[familyOf(address)].addSubnet(address, Number(bits), familyOf(address));
}

/** Whether an IP address is one of the public internet. */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) !== 0 && !special[familyOf(address)].check(address, familyOf(address));
