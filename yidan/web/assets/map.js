// Where pictures were taken: Leaflet on a canvas, no tiles and no outside map, a plain grid and a scale. Loaded only
// where a map is opened. Colours are the page's own.
import { CRS, canvas, circle, circleMarker, control, latLngBounds, map as open, polygon, GridLayer, DomUtil } from "leaflet";

const LETTERS = { A: "--green", B: "--accent", C: "--yellow", D: "--red", "": "--accent" };

const Squares = GridLayer.extend({
  createTile() {
    return DomUtil.create("div", "map-square");
  },
});

window.yidanMap = (ground, show) => {
  const colour = (name) => getComputedStyle(ground).getPropertyValue(name).trim();
  const points = JSON.parse(ground.dataset.points);
  const site = JSON.parse(ground.dataset.site);
  const pen = canvas({ padding: 0.3, tolerance: 8 });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sheet = open(ground, {
    crs: CRS.EPSG3857, renderer: pen, attributionControl: false, maxZoom: 19, minZoom: 5,
    zoomAnimation: !still, fadeAnimation: false, scrollWheelZoom: false,
  });
  new Squares({ tileSize: 64 }).addTo(sheet);
  control.scale({ imperial: false, maxWidth: 140 }).addTo(sheet);
  const around = latLngBounds(points.map(([x, y]) => [y, x]));
  const outline = JSON.parse(ground.dataset.outline || "[]").map((area) => area.map(([x, y]) => [y, x]));
  outline.forEach((area) => {
    area.forEach((corner) => around.extend(corner));
    polygon(area, { color: colour("--vermilion"), weight: 1.5, fillOpacity: 0.06 }).bindTooltip(ground.dataset.outlineWord).addTo(sheet);
  });
  if (site.length) {
    const at = [site[1], site[0]];
    around.extend(at);
    // where nobody drew the outline, the distances that the rule asks about
    if (!outline.length) [500, 1000].forEach((radius) => {
      circle(at, { radius, color: colour("--edge"), weight: 1, dashArray: "4 5", fill: false, interactive: false }).addTo(sheet);
    });
    circleMarker(at, { radius: 7, color: colour("--vermilion"), weight: 2, fillColor: colour("--card"), fillOpacity: 1 })
      .bindTooltip(ground.dataset.siteWord).addTo(sheet);
  }
  points.forEach(([x, y, accuracy, letter, id, said]) => {
    const ink = colour(LETTERS[letter] || "--accent");
    if (accuracy) circle([y, x], { radius: accuracy, color: ink, weight: 1, opacity: 0.4, fillOpacity: 0.08, interactive: false }).addTo(sheet);
    circleMarker([y, x], { radius: 6, color: colour("--card"), weight: 1.5, fillColor: ink, fillOpacity: 0.95 })
      .bindTooltip(letter ? `${letter} ${said}` : said).on("click", () => show(id)).addTo(sheet);
  });
  sheet.fitBounds(around.pad(0.15), { maxZoom: 17 });
  if (site.length && sheet.getZoom() > 16) sheet.setZoom(16);
};
