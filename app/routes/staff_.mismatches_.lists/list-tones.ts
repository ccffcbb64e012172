import type { ListUploadState } from "#app/domain/department-lists/list-upload.ts";
import type { Tone } from "#app/ui/status.tsx";

export const listTones: Readonly<Record<ListUploadState, Tone>> = {
  uploaded: "warning",
  checking: "info",
  checked: "warning",
  comparing: "info",
  compared: "success",
  failed: "danger",
  discarded: "neutral",
};
