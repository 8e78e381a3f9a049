// Tries the expression while it is typed. Without this script the form works by its button.
(() => {
  const form = document.getElementById("trial-form");
  const shown = document.getElementById("trial");
  let waiting = 0;
  let asked = null;

  async function look() {
    if (asked) asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.dataset.part}?${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      shown.innerHTML = await answer.text(); // our own page's part: the server escapes what it holds
      shown.removeAttribute("aria-busy");
      history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
    } catch (error) {
      if (error.name !== "AbortError") shown.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("input", (event) => {
    if (event.isComposing) return; // half-typed pinyin
    clearTimeout(waiting);
    shown.setAttribute("aria-busy", "true");
    waiting = setTimeout(look, 300);
  });
  form.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  });
})();
