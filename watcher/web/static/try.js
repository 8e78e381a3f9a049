// Tries the expression while it is typed, and copies the lines. Without this script the form works by its button.
(() => {
  const form = document.getElementById("trial-form");
  const shown = document.getElementById("trial");
  let waiting = 0;
  let asked = null;

  function offerCopy() {
    const button = shown.querySelector(".copy");
    if (button && navigator.clipboard) button.hidden = false; // browsers have none for pages without TLS
  }

  async function look() {
    if (asked) asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.dataset.part}?${query}`, { signal: asked.signal });
      if (answer.ok) {
        shown.innerHTML = await answer.text(); // our own page's part: the server escapes what it holds
        offerCopy();
        history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
      }
    } catch (error) {
      if (error.name === "AbortError") return; // a later question is under way
    }
    shown.removeAttribute("aria-busy");
  }

  function soon() {
    clearTimeout(waiting);
    shown.setAttribute("aria-busy", "true");
    waiting = setTimeout(look, 250);
  }

  form.addEventListener("input", (event) => {
    if (!event.isComposing) soon(); // not for half-typed pinyin
  });
  form.addEventListener("compositionend", soon);
  shown.addEventListener("click", async (event) => {
    if (!event.target.matches(".copy")) return;
    await navigator.clipboard.writeText(shown.querySelector("pre").textContent);
    event.target.textContent = event.target.dataset.done;
  });
  offerCopy();
})();
