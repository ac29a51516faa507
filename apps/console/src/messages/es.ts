import type { Messages } from ".";
import { en } from "./en";

export const es: Messages = en;
