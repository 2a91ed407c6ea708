// Ctrl+Enter (Cmd+Enter), or Enter in a line of words, presses the button of the tab in sight;
// Escape calls the question off. Enter also ends a syllable of Korean: that one is not meant.
document.addEventListener("keydown", (event) => {
  const press = (name) => {
    const inSight = (button) => button.offsetParent !== null && !button.disabled;
    const button = [...document.querySelectorAll(`button.${name}`)].find(inSight);
    if (button) {
      event.preventDefault();
      document.activeElement?.blur();
      button.click();
    }
  };
  const meant = event.ctrlKey || event.metaKey || event.target.closest?.("#words");
  if (event.key === "Enter" && meant && !event.isComposing) press("run");
  if (event.key === "Escape") press("cancel");
});

// In a small window the answer is below what was pressed.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("button.run"))
    document.querySelector("#said")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
});

// The pad waits for a tool to be chosen; a person who comes to draw has chosen.
const takeBrush = new MutationObserver(() => {
  const brush = document.querySelector('#sketchpad button[aria-label="Brush"]');
  if (brush && document.querySelector("#sketchpad canvas")) {
    takeBrush.disconnect();
    brush.click();
  }
});
takeBrush.observe(document, { childList: true, subtree: true });
