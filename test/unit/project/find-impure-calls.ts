import ts from "typescript";

/** What reads a clock, draws at random or looks at the process: engines get all three passed in. */
const IMPURE = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "process.hrtime",
  "crypto.randomUUID",
  "crypto.randomBytes",
  "crypto.getRandomValues",
  "randomUUID",
  "randomBytes",
  "randomInt",
  "setTimeout",
  "setInterval",
  "setImmediate",
]);

/** Lists impure uses in one source text as `line: expression`. `new Date(instant)` is pure, `new Date()` reads the clock. */
export function findImpureCalls(source: string): readonly string[] {
  const file = ts.createSourceFile("engine.ts", source, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isImpure(node)) {
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isImpure(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return IMPURE.has(withoutGlobal(node.getText()));
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return IMPURE.has(node.expression.text) || node.expression.text === "Date";
  }
  return ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments ?? []).length === 0;
}

function withoutGlobal(expression: string): string {
  return expression.replace(/^globalThis\./, "");
}
