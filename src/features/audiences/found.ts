/** What the basis of an evaluation was made to hold. */
export function found<Key, Value>(values: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = values.get(key);
  if (value === undefined)
    throw new Error(`The basis of an evaluation must hold all that its tree names, but lacks ${key}.`);
  return value;
}
