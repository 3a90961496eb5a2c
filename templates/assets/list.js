// @ts-check
// The list that one came from (?list=courses): what is on its page, and what comes next. Its pages say so; there is no other file to it.

/** @typedef {{href:string, textContent:string}} Entry */

/** Shows it in its place; the next video of the list, if there is one.
 *  @param {HTMLElement} box @param {string} path of a page of the list, below the folder of lists
 *  @returns {Promise<Entry|undefined>} */
export async function showList(box, path) {
	// An address may say anything.
	if (!/^[a-z0-9-]+(\/page\/\d+)?$/.test(path)) return;
	const page = await read(new URL(`${path}/`, new URL(box.dataset.lists ?? "", document.baseURI)));
	const at = page.entries.findIndex(({ href }) => new URL(href).pathname === location.pathname.replace(/index\.html$/, ""));
	if (at < 0) return;
	const title = box.querySelector("a");
	if (title) Object.assign(title, { href: page.url.href, textContent: page.title, lang: page.lang, dir: "auto" });
	box.querySelector("ol")?.replaceChildren(...page.entries.map(({ href, textContent, lang }, i) => {
		const line = document.createElement("li"), link = document.createElement("a");
		Object.assign(link, { href, textContent, lang, dir: "auto" });
		if (i === at) link.ariaCurrent = "page";
		line.append(link);
		return line;
	}));
	box.hidden = false;
	return page.entries[at + 1] ?? (page.next && (await read(page.next)).entries[0]);
}

/** @param {URL} url */
async function read(url) {
	const answer = await fetch(url);
	if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	const absolute = (/** @type {string|null|undefined} */ link) => new URL(link ?? "", url);
	const lang = (/** @type {Element|null|undefined} */ at) => at?.closest("[lang]")?.getAttribute("lang") ?? "";
	const title = page.querySelector("h1"), next = page.querySelector("link[rel=next]")?.getAttribute("href");
	return {
		url, title: title?.textContent ?? "", lang: lang(title), next: next && absolute(next),
		entries: [...page.querySelectorAll(".card-title a")].map((link) =>
			({ href: absolute(link.getAttribute("href")).href, textContent: link.textContent ?? "", lang: lang(link) })),
	};
}
