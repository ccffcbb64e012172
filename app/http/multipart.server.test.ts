import { describe, expect, it } from "vitest";
import { readFormWithPictures } from "./multipart.server.ts";

function post(...fields: [string, string | File][]): Request {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return new Request("http://127.0.0.1/staff", { method: "POST", body });
}
const picture = (sizeBytes: number) => new File([new Uint8Array(sizeBytes)], "photo.jpg", { type: "image/jpeg" });
const megabyte = 1024 * 1024;

describe("forms with pictures (G1)", () => {
  it("gives text fields and files apart", async () => {
    const read = await readFormWithPictures(post(["caption", "水缸"], ["photos", picture(5)], ["photos", picture(7)]));
    expect(read.formData.get("caption")).toBe("水缸");
    expect([...read.formData.keys()]).toEqual(["caption"]);
    expect(read.pictures.map((bytes) => bytes.length)).toEqual([5, 7]);
    expect(read.uploadError).toBeNull();
  });

  it("takes an empty file field as no file, and an empty file as one", async () => {
    expect((await readFormWithPictures(post(["photos", new File([], "")]))).pictures).toHaveLength(0);
    expect((await readFormWithPictures(post(["photos", picture(0)]))).pictures).toHaveLength(1);
  });

  it("keeps what was typed when a file is beyond 10 MB or there are more than ten", async () => {
    const large = await readFormWithPictures(post(["caption", "水缸"], ["photos", picture(10 * megabyte + 1)]));
    expect(large).toMatchObject({ pictures: [], uploadError: "photo_too_large" });
    expect(large.formData.get("caption")).toBe("水缸");
    const eleven = Array.from({ length: 11 }, (): [string, File] => ["photos", picture(10)]);
    const many = await readFormWithPictures(post(["caption", "水缸"], ...eleven));
    expect(many).toMatchObject({ pictures: [], uploadError: "too_many_photos" });
    expect(many.formData.get("caption")).toBe("水缸");
  });

  it("reads an ordinary form too", async () => {
    const body = new URLSearchParams({ reason: "农户改变主意" });
    const read = await readFormWithPictures(new Request("http://127.0.0.1/", { method: "POST", body }));
    expect(read.formData.get("reason")).toBe("农户改变主意");
  });
});
