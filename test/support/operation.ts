/** One operation of a document that has several, with the fragments that it uses. */
export function operationOf(document: string, name: string): string {
  const parts = document.split(/\n(?=query|mutation|fragment)/);
  const wanted = [parts.find((part) => new RegExp(`^(query|mutation) ${name}\\b`).test(part))!];
  for (const part of parts.filter((one) => one.startsWith("fragment"))) {
    const fragment = /^fragment (\w+)/.exec(part)![1];
    if (wanted.some((text) => text.includes(`...${fragment}`))) wanted.push(part);
  }
  return wanted.join("\n");
}
