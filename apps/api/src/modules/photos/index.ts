export * from "./face-quality.type.js";
export * from "./photo.input.js";
export * from "./photo-reader.js";
export * from "./photos.port.js";
