import { loadOptional } from "../../src/embedded/optional-package";

it("says what to do when an optional package is missing", async () => {
  const load = () => {
    throw new Error("Cannot find module 'chdb/libchdb'\nRequire stack:\n- clickhouse-server.js");
  };
  await expect(loadOptional("chdb", load)).rejects.toThrow(
    "The embedded engines must find the optional package chdb, but got: Cannot find module 'chdb/libchdb'. Set DATABASE_URL and CLICKHOUSE_URL, or install optional dependencies (npm install --include=optional).",
  );
});
