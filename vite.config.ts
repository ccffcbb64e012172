import cascadeLayers from "@csstools/postcss-cascade-layers";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixOptions from "./remix.config.js";

// Old phones and government desktops run Chromium 89: without the three legacy lines below Tailwind 4 is fully unstyled there,
// because all of it sits in `@layer` (ecosystem.md, finding 1).
export default defineConfig({
  plugins: [tailwindcss({ optimize: false }), remix(remixOptions)],
  css: { postcss: { plugins: [cascadeLayers()] } },
  build: {
    cssMinify: "lightningcss",
    cssTarget: ["chrome80", "safari13", "firefox78"],
    target: ["chrome89", "safari14"],
  },
  server: { host: "127.0.0.1" },
});
