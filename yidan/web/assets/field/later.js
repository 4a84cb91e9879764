// What the first screen does without, about half of the script: sending files and the English words. A bundle of its own
// (tools/build.mjs), brought by bringing.js once the first screen stands, kept by the service worker like the rest.
import { Upload } from "tus-js-client";
import english from "./english.js";

self.fieldLater = { Upload, english };
