import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ForbiddenAddress, OutgoingHttp } from "../../../src/platform/outgoing-http";
import { isPublicAddress } from "../../../src/platform/public-address";

it.each([
  ...["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"],
  ...["::1", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::"],
  ...["localhost", ""],
])("%s is no public address", (address) => expect(isPublicAddress(address)).toBe(false));

it.each(["8.8.8.8", "203.0.112.1", "172.32.0.1", "2606:4700::1111", "2400:cb00::1"])("%s is one", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

describe("with PUBLIC destinations", () => {
  const http = new OutgoingHttp("PUBLIC");

  it.each([
    "http://example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://user:secret@example.com/",
    "ftp://example.com/",
    "example.com",
  ])("%s is refused when it is registered", (address) => expect(http.problemOf(address)).toMatch(/^must /));

  it("a name that leads inside is refused when it is asked, and nobody is called", async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls++;
      response.end();
    });
    server.on("connection", () => calls++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);
    expect(http.problemOf(url.href)).toBeNull();
    await expect(http.send({ method: "GET", url, headers: {} })).rejects.toBeInstanceOf(ForbiddenAddress);
    expect(calls).toBe(0);
    server.close();
  });
});
