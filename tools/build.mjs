// Builds the front end: yidan/web/assets → yidan/web/static/build, in about a second.
// Government desktops run old Chromium, so everything is lowered to Chrome 87 (house.md §6).
// `node tools/build.mjs --watch` rebuilds on every save.
import { context, build } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(root, "yidan/web/assets");
const out = join(root, "yidan/web/static/build");

// css/dark.css names the dark colours once; on screen they apply by choice or by the machine's wish.
const dark = {
  name: "dark-once",
  setup(builder) {
    builder.onLoad({ filter: /dark\.css$/ }, ({ path }) => {
      const tokens = readFileSync(path, "utf8").replace(/^[^{]*\{|\}\s*$/g, "");
      return {
        loader: "css",
        contents: `@media screen { :root[data-theme=dark] {${tokens}} }
          @media screen and (prefers-color-scheme: dark) { :root:not([data-theme=light]) {${tokens}} }`,
      };
    });
  },
};

const options = {
  entryPoints: Object.entries({
    app: ["app.css", "app.js"],
    ahead: ["ahead.js"], // only where somebody sends a large file from a desk
    map: ["map.css", "map.js"], // only where somebody opens a map
    field: ["field/field.css", "field/main.js"], // the phone's app, and its service worker beside it
    "field-worker": ["field/worker.js"],
    "field-first": ["field/first.js"],
    "field-later": ["field/later.js"], // what its first screen does without
  }).flatMap(([out, sources]) => sources.map((each) => ({ in: join(assets, each), out }))),
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: false,
  target: "chrome87",
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  plugins: [dark],
  loader: { ".png": "dataurl" }, // Leaflet's own buttons
  logLevel: "warning",
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(assets, "mark.svg"), join(out, "mark.svg"));
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
  console.log("watching", assets);
} else {
  const started = performance.now();
  await build(options);
  // compressed once beside each file: WhiteNoise sends what the browser takes (Brotli only over HTTPS)
  for (const name of readdirSync(out)) {
    const bytes = readFileSync(join(out, name));
    writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes));
  }
  console.log(`front end built in ${Math.round(performance.now() - started)} ms`);
}
