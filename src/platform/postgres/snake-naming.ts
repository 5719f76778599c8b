import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from "typeorm";

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** Tables and columns in snake_case, singular, so that SQL in stores reads as SQL. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, customName: string | undefined): string {
    return customName ?? snake(className.replace(/Entity$/, ""));
  }

  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? snake(propertyName);
  }

  override primaryKeyName(tableOrName: Table | string): string {
    return `${typeof tableOrName === "string" ? tableOrName : tableOrName.name}_pkey`;
  }
}
