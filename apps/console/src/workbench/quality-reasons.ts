const REASONS: Readonly<Record<string, string>> = {
  TOO_SMALL: "too small in the photo",
  BLURRED: "blurred",
  TOO_DARK: "too dark",
  TOO_BRIGHT: "too bright",
  EXTREME_POSE: "turned too far away",
};

/** Why a face is not good enough, in words after "It is". */
export function reasonsInWords(reasons: readonly string[]): string {
  return reasons.map((reason) => REASONS[reason] ?? reason).join(", ");
}
