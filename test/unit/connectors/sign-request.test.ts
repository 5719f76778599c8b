import { signRequest } from "../../../src/connectors/object-store/sign-request";

/** The examples of the Amazon S3 API Reference, "Signature Calculations for the Authorization Header". */
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const at = new Date("2013-05-24T00:00:00Z");
const host = "https://examplebucket.s3.amazonaws.com";
const signatureOf = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = ""): string =>
  signRequest({ method, url: new URL(`${host}${path}`), headers, body: Buffer.from(body), at }, credentials)[
    "authorization"
  ]!.split("Signature=")[1]!;

it("reproduces the signatures that Amazon publishes", () => {
  expect(signatureOf("GET", "/test.txt", { range: "bytes=0-9" })).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
  const put = { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" };
  expect(signatureOf("PUT", "/test$file.text", put, "Welcome to Amazon S3.")).toBe(
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  );
  expect(signatureOf("GET", "/?lifecycle")).toBe("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  expect(signatureOf("GET", "/?max-keys=2&prefix=J")).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
});
