/* Buttons that copy an address; shown where the browser lets a page write to the clipboard. */
for (const button of navigator.clipboard ? all("button[data-copy]") : []) {
  const word = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = word; }, 3000);
    } catch { /* not allowed: the address beside the button can be selected */ }
  });
}
