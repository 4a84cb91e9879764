// Puts the two weights that papers are set in (OFL, from npm) where the program finds them: yidan/web/papers/fonts.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const family = join(root, "node_modules/@expo-google-fonts/noto-serif-sc");
const out = join(root, "yidan/web/papers/fonts");

mkdirSync(out, { recursive: true });
for (const name of ["400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf"]) {
  copyFileSync(join(family, name), join(out, name.split("/")[1]));
}
