import { useCallback, useEffect, useRef, useState } from "react";
import { cropToFace } from "./crop";
import { dataUrl } from "./data-url";
import { detectFaces, type FoundFace } from "./detect";

export interface ChosenPhoto {
  readonly id: number;
  readonly file: File;
  readonly url: string;
  readonly state:
    | { readonly kind: "looking" }
    | { readonly kind: "seen"; readonly faces: readonly FoundFace[] }
    | { readonly kind: "failed"; readonly error: unknown };
  /** Which of the faces is meant; undefined while that has to be said. */
  readonly chosen: number | undefined;
}

export interface Photos {
  readonly photos: readonly ChosenPhoto[];
  add(files: readonly File[]): void;
  remove(id: number): void;
  choose(id: number, face: number): void;
  clear(): void;
}

/** Photos that a person collects; the faces of each are looked for as it comes. */
export function usePhotos(options: { most: number; thorough?: boolean }): Photos {
  const { most, thorough = false } = options;
  const [photos, setPhotos] = useState<readonly ChosenPhoto[]>([]);
  const nextId = useRef(0);
  const urls = useRef(new Set<string>());
  useEffect(() => {
    const made = urls.current;
    return () => {
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, []);

  const set = useCallback((id: number, change: Partial<ChosenPhoto>) => {
    setPhotos((known) => known.map((photo) => (photo.id === id ? { ...photo, ...change } : photo)));
  }, []);

  const add = useCallback(
    (files: readonly File[]) => {
      const added = files.map((file): ChosenPhoto => {
        const url = URL.createObjectURL(file);
        urls.current.add(url);
        return { id: nextId.current++, file, url, state: { kind: "looking" }, chosen: undefined };
      });
      setPhotos((known) => [...known, ...added].slice(-most));
      for (const { id, file } of added) {
        detectFaces(file, { thorough }).then(
          (faces) => set(id, { state: { kind: "seen", faces }, chosen: faces.length === 1 ? 0 : undefined }),
          (error: unknown) => set(id, { state: { kind: "failed", error } }),
        );
      }
    },
    [most, thorough, set],
  );

  return {
    photos,
    add,
    remove: useCallback((id) => setPhotos((known) => known.filter((photo) => photo.id !== id)), []),
    choose: useCallback((id, face) => set(id, { chosen: face }), [set]),
    clear: useCallback(() => setPhotos([]), []),
  };
}

/** Of the photos that can be sent, whether one can be. */
export function isUsable({ state, chosen }: ChosenPhoto): boolean {
  if (state.kind !== "seen" || chosen === undefined) return false;
  return state.faces[chosen]?.quality.reasons.length === 0;
}

/** As the API takes it: cut to the face that is meant where there are several. */
export async function toImageInput({ file, state, chosen }: ChosenPhoto): Promise<{ base64: string }> {
  const faces = state.kind === "seen" ? state.faces : [];
  const face = chosen === undefined ? undefined : faces[chosen];
  return { base64: await dataUrl(face === undefined || faces.length === 1 ? file : await cropToFace(file, face.box)) };
}
