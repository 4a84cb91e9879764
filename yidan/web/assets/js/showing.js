// 讲评模式： one page of the pack at a time; the address keeps the page, so a reload or a link stays where it was.
const show = document.querySelector("[data-showing]");
if (show) {
  const pages = [...show.querySelectorAll(".showing-page")];
  const said = show.querySelector("output");
  let here = 0;

  const turn = (to) => {
    here = Math.min(Math.max(to, 0), pages.length - 1);
    pages.forEach((page, index) => (page.hidden = index !== here));
    said.textContent = `${here + 1} / ${pages.length}`;
    history.replaceState(null, "", `#page-${here + 1}`);
    fit();
  };

  // what is longer than the screen is set smaller, never cut off
  const fit = () => {
    const paper = pages[here].firstElementChild;
    paper.style.zoom = 1;
    const room = pages[here].clientHeight / paper.scrollHeight;
    if (room < 1) paper.style.zoom = Math.max(room, 0.35);
  };

  const steps = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
    if (event.key in steps) turn(here + steps[event.key]);
    else if (event.key === "Home") turn(0);
    else if (event.key === "End") turn(pages.length - 1);
    else if (event.key === "Escape" && !document.fullscreenElement) location.href = show.dataset.back;
    else return;
    event.preventDefault();
  });
  show.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && "turn" in button.dataset) turn(here + Number(button.dataset.turn));
    if (button && "full" in button.dataset) document.fullscreenElement ? document.exitFullscreen() : show.requestFullscreen();
  });
  addEventListener("resize", fit);
  turn(Number(location.hash.replace("#page-", "") || 1) - 1);
}
