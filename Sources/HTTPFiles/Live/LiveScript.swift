extension LivePage {
  /// Loads a page again when its file changed, and shows what a build could not use until one can.
  ///
  /// What is told is text of files: it becomes text nodes, never markup. The sheet is one that a script makes, which a policy
  /// without `unsafe-inline` allows.
  static let scriptText = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; color-scheme: light dark; }
      section { max-height: 60vh; overflow: auto; margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem; box-sizing: border-box;
        font: 1rem/1.5 system-ui, sans-serif; color: #1c1512; background: #fff7f3; border: 1px solid #d9a08c; border-top: 4px solid #b3261e;
        border-radius: .75rem .75rem 0 0; box-shadow: 0 -8px 32px rgb(0 0 0 / .25); }
      header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
      h2 { margin: 0; font-size: 1.0625rem; }
      button { font: inherit; font-size: .875rem; padding: .25rem .9rem; color: inherit; background: none; border: 1px solid currentColor;
        border-radius: 99rem; cursor: pointer; }
      button:focus-visible { outline: 3px solid #b3261e; outline-offset: 2px; }
      section:focus { outline: none; }
      ol { margin: .75rem 0 0; padding: 0; list-style: none; }
      li { padding: .6rem 0; border-top: 1px solid #ecc9bc; overflow-wrap: anywhere; }
      p { margin: 0; } .place { font: .875rem/1.5 ui-monospace, monospace; color: #8c1d18; } .message { font-weight: 600; }
      .next::before { content: "\\\\2192\\\\00a0"; }
      @media (prefers-color-scheme: dark) {
        section { color: #f6e9e4; background: #2a1d1a; border-color: #6d3a30; border-top-color: #f2b8b5; }
        li { border-color: #503029; } .place { color: #f2b8b5; }
        button:focus-visible { outline-color: #f2b8b5; }
      }`);

    function element(name, text, kind) {
      const made = document.createElement(name);
      if (text !== undefined) made.textContent = text;
      if (kind) made.className = kind;
      return made;
    }

    let host, dismissed;

    function show(problems, more) {
      const told = JSON.stringify(problems);
      host?.remove();
      host = undefined;
      if (!problems.length || told === dismissed) return;
      host = document.createElement("bobine-problems");
      const root = host.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const section = element("section"), header = element("header"), list = element("ol");
      section.setAttribute("role", "alertdialog");
      section.setAttribute("aria-labelledby", "title");
      section.tabIndex = -1;
      const title = element("h2", "This build has mistakes; the page shows what was built before");
      title.id = "title";
      const button = element("button", "Hide");
      button.type = "button";
      const hide = () => { dismissed = told; host?.remove(); host = undefined; };
      button.addEventListener("click", hide);
      section.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
      header.append(title, button);
      for (const problem of problems) {
        const item = element("li");
        const place = [problem.path, problem.line, problem.column].filter((part) => part !== undefined && part !== null).join(":");
        if (place) item.append(element("p", place, "place"));
        item.append(element("p", `${problem.severity}: ${problem.message}`, "message"));
        if (problem.note) item.append(element("p", problem.note));
        if (problem.next) item.append(element("p", problem.next, "next"));
        list.append(item);
      }
      if (more > 0) list.append(element("li", `and ${more} more: see the terminal`));
      section.append(header, list);
      root.append(section);
      document.body.append(host);
      // Who types goes on typing.
      if (document.activeElement === document.body || !document.activeElement) section.focus({ preventScroll: true });
    }

    let revision, tag, pause = 250;

    /** Is the file of this page another one than that which it was loaded from? */
    async function changed(isFirst) {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      const written = answer.headers.get("last-modified"), before = tag;
      tag = answer.headers.get("etag");
      if (!isFirst) return !tag || tag !== before;
      // A build may have come between the page and this script.
      return written !== null && Date.parse(written) !== Date.parse(document.lastModified);
    }

    function follow() {
      const source = new EventSource("/.bobine/events");
      source.addEventListener("open", () => { pause = 250; });
      source.addEventListener("message", async (event) => {
        const state = JSON.parse(event.data), isFirst = revision === undefined;
        if (state.revision !== revision) {
          revision = state.revision;
          dismissed = undefined;
          if (await changed(isFirst).catch(() => false)) return location.reload();
        }
        show(state.problems, state.more);
      });
      source.addEventListener("error", () => {
        source.close();
        setTimeout(follow, pause);
        pause = Math.min(pause * 2, 10000);
      });
    }

    follow();

    """
}
