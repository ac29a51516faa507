/** Thrown by adapters, which then wrote nothing, when another call used an upload up before this one could, or it expired. */
export class UploadGoneError extends Error {
  override readonly name = "UploadGoneError";

  constructor(options?: ErrorOptions) {
    super("An upload is no longer there.", options);
  }
}
