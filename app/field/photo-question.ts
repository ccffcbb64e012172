import { largestVisitPhotoCount } from "#app/domain/visits/visit.ts";
import { button, element } from "./element.ts";
import type { Phone } from "./phone.ts";
import { dataAddress, shrinkPhoto } from "./photo.ts";
import { addPhoto, listPhotos, photoBytes, removePhoto } from "./queue.ts";
import { randomId } from "./random-id.ts";
import { sha256 } from "./seal.ts";
import { words } from "./words.ts";

/** Takes photos with the camera and keeps each at once, made small (U36). */
export async function photoQuestion(phone: Phone, visitId: string): Promise<HTMLElement[]> {
  const t = words();
  const shown = element("ul", { class: "photos" });
  const said = element("p", { role: "status" });
  const show = async () => {
    const photos = await listPhotos(phone.queue, visitId);
    said.textContent = t.photoKept(photos.length);
    const rows = photos.map(async (photo, index) => {
      const source = await dataAddress(new Blob([await photoBytes(phone.queue, photo)], { type: "image/jpeg" }));
      const remove = () => void removePhoto(phone.queue, photo.id).then(show);
      return element(
        "li",
        { "data-sha256": photo.sha256 },
        element("img", { src: source, alt: t.photoNumber(index + 1), width: "160" }),
        button(t.removePhoto(index + 1), remove, "button-quiet"),
      );
    });
    shown.replaceChildren(...(await Promise.all(rows)));
  };
  const keep = async (file: File) => {
    const small = await shrinkPhoto(file);
    if (small === null) return t.photoFailed;
    const bytes = await small.arrayBuffer();
    const photo = {
      id: randomId(),
      visitId,
      takenAt: Date.now(),
      sizeBytes: bytes.byteLength,
      sha256: await sha256(bytes),
    };
    return (await addPhoto(phone.queue, photo, bytes, largestVisitPhotoCount)) ? null : t.photosFull;
  };
  const box = element("input", {
    type: "file",
    id: "camera",
    accept: "image/*",
    capture: "environment",
    multiple: true,
  });
  box.addEventListener("change", () => {
    void (async () => {
      const trouble: string[] = [];
      for (const file of box.files ?? []) {
        // A full disk or a broken picture: said, and what is kept stays kept.
        const wrong = await keep(file).catch(() => t.photoFailed);
        if (wrong !== null) trouble.push(wrong);
      }
      box.value = "";
      await show();
      if (trouble.length > 0) said.textContent = trouble.join(" ");
    })();
  });
  await show();
  const label = element("label", { for: "camera", class: "button" }, t.takePhoto);
  return [element("small", {}, t.visits.photosHint), element("div", { class: "camera" }, box, label), said, shown];
}
