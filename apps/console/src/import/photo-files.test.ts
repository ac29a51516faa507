import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { addZip, PhotoFiles } from "./photo-files";

const file = (name: string) => new File([name], name);

describe("PhotoFiles", () => {
  it("finds a photo by its path, the end of it, or its name, whatever the case", () => {
    const files = new PhotoFiles();
    const ada = file("ada.jpg");
    files.add("photos/2026/ada.jpg", ada);
    for (const wanted of ["photos/2026/ADA.jpg", "2026/ada.jpg", "2026\\ada.jpg", "ada.jpg", "/ada.JPG"]) {
      expect(files.find(wanted), wanted).toBe(ada);
    }
    expect(files.find("2025/ada.jpg")).toBe("missing");
    expect(files.find("eve.jpg")).toBe("missing");
  });

  it("does not choose between two of one name", () => {
    const files = new PhotoFiles();
    files.add("a/1.jpg", file("1.jpg"));
    files.add("b/1.jpg", file("1.jpg"));
    expect(files.find("1.jpg")).toBe("several");
    expect(files.find("b/1.jpg")).toBeInstanceOf(File);
  });

  it("leaves out what is no photo", () => {
    const files = new PhotoFiles();
    for (const path of ["notes.txt", ".hidden.jpg", "__MACOSX/a.jpg", "a.svg"]) files.add(path, file("x"));
    expect(files.count).toBe(0);
  });
});

describe("addZip", () => {
  it("unpacks photos, and nothing else", async () => {
    const zip = zipSync({ "people/ada.jpg": Uint8Array.of(1, 2, 3), "readme.txt": Uint8Array.of(4) });
    const files = new PhotoFiles();
    await addZip(files, new Blob([zip as Uint8Array<ArrayBuffer>]));
    expect(files.count).toBe(1);
    const found = files.find("ada.jpg");
    expect(found instanceof File && new Uint8Array(await found.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("says when a file is no zip", async () => {
    await expect(addZip(new PhotoFiles(), new Blob(["no zip"]))).rejects.toMatchObject({ code: "corrupt" });
  });
});
