// The little script of the pages: htmx, and the few habits HTML does not have yet.
// Everything here is an improvement on pages that already work without it.
import "./js/htmx.js";
import "./js/sheet.js";
import "./js/question.js";
import "./js/toast.js";
import "./js/ahead.js";
import "./js/manners.js";
import "./js/reports.js";
import "./js/pictures.js";
import "./js/chips.js";
import "./js/lines.js";
import "./js/showing.js";
