import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { icons } from "./icons.mjs";

/** One sprite with only the icons in use, named in the manifest as "icons.svg". */
function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    buildStart() {
      const symbols = Object.entries(icons).map(([name, drawing]) => {
        const file = `node_modules/lucide-static/icons/${drawing}.svg`;
        const inner = readFileSync(file, "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
        return (
          `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
          `stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">` +
          `${inner.replace(/\s+/g, " ").trim()}</symbol>`
        );
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [iconSprite()],
  build: {
    outDir: "../src/entas/web/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2020",
    rollupOptions: { input: "src/main.ts" },
  },
});
