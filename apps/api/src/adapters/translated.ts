import {
  InvalidCursorError as DbInvalidCursor,
  DatabaseUnavailableError as DbUnavailable,
  UploadGoneError as DbUploadGone,
} from "facenet-db";
import { InvalidCursorError } from "../modules/paging/page.js";
import { DatabaseUnavailableError } from "../modules/problems/database-unavailable.js";
import { UploadGoneError } from "../modules/problems/upload-gone.js";

/** Gives the errors of facenet-db the types that the services know. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DbUnavailable) throw new DatabaseUnavailableError({ cause: error });
    if (error instanceof DbUploadGone) throw new UploadGoneError({ cause: error });
    if (error instanceof DbInvalidCursor) throw new InvalidCursorError("The cursor was not given out for this list.");
    throw error;
  }
}
