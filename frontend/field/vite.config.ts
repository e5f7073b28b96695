import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

/** ODK Web Forms brings 27 inlined faces of Roboto, 600 kB compressed: phones have a font. */
function withoutFonts(): Plugin {
  return {
    name: "without-inlined-fonts",
    transform(code, id) {
      if (!id.includes("@getodk/web-forms/dist/index")) return null;
      return { code: code.replace(/@font-face\{font-family:Roboto;[^}]*\}/g, ""), map: null };
    },
  };
}

/** The phone fetches these by the names given here, which collectstatic leaves uncompressed. */
function compressed(): Plugin {
  return {
    name: "compressed-beside",
    writeBundle({ dir }) {
      const folder = join(dir ?? "", "assets");
      for (const file of readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))) {
        const content = readFileSync(join(folder, file));
        writeFileSync(join(folder, `${file}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [withoutFonts(), vue(), compressed()],
  build: {
    outDir: "../src/entas/web/static/build/field",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      input: { app: "field/app.ts", worker: "field/worker.ts" },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js",
      },
    },
  },
});
