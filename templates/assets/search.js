// The search page: reads the index that lies beside it (docs/search.md), a few files a query. Every word that people read
// comes from the page.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));
const FILTERS = ["channel", "language", "length", "year"];
const TITLE = 8;
// Of the places that a word stands in: description 1, chapters 2, names 4, title 8. Each outweighs those before it together.
const SCORES = [...Array(16).keys()].map((places) =>
	[3, 8, 24, 64].reduce((sum, score, bit) => sum + (places >> bit & 1 && score), 0));
const RESULTS = 12;

/** The index's rules for texts, ready for use. */
export function alphabet(text) {
	const folds = new Map();
	for (const entry of text.folds.split(" ")) {
		const colon = entry.indexOf(":");
		for (const letter of entry.slice(colon + 1)) folds.set(letter, entry.slice(0, colon));
	}
	const within = (ranges) => (letter) => {
		const code = letter.codePointAt(0);
		return ranges.some(([first, last]) => code >= first && code <= last);
	};
	return { folds, isDropped: within(text.dropped), isUnspaced: within(text.unspaced), longest: text.longest };
}

/** Letters and marks joined (NFC), less what that form takes apart, which the index keeps. */
function composed(text) {
	let out = "", part = "";
	for (const letter of text) {
		if (letter.normalize("NFC") === letter) part += letter;
		else [out, part] = [out + part.normalize("NFC") + letter, ""];
	}
	return out + part.normalize("NFC");
}

/** A text as the index writes it; of a query without the single sign that ends each run of pairs. */
export function words(text, rules, isQuery = false) {
	const found = [];
	let word = [], run = [];
	const end = (keepsWord, keepsRun) => {
		if (!keepsWord) {
			if (word.length) found.push(word.slice(0, rules.longest).join(""));
			word = [];
		}
		if (!keepsRun) {
			const count = isQuery && run.length > 1 ? run.length - 1 : run.length;
			for (let i = 0; i < count; i++) found.push(run.slice(i, i + 2).join(""));
			run = [];
		}
	};
	for (const letter of [...composed(text)].flatMap((each) => [...each.toLowerCase()])) {
		const fold = rules.folds.get(letter);
		if (!fold && rules.isDropped(letter)) continue;
		if (!fold && rules.isUnspaced(letter)) {
			end(false, true);
			run.push(letter);
		} else if (fold || /[\p{L}\p{M}\p{N}]/u.test(letter)) {
			end(true, false);
			word.push(...fold ?? letter);
		} else {
			end(false, false);
		}
	}
	end(false, false);
	return found;
}

/** Numbers of postings: groups of five bits, the lowest first. */
function* numbers(text) {
	let value = 0, shift = 0;
	for (const letter of text) {
		const bits = VALUES.get(letter);
		value |= (bits & 31) << shift;
		shift += 5;
		if (bits & 32) continue;
		yield value;
		value = shift = 0;
	}
}

/** What it says that two words of a query stand in a title: side by side, in this order, or not for one and the same word. */
function together(first, second) {
	if (first << 1 & second) return 64;
	if (first && Math.clz32(second) < Math.clz32(first & -first)) return 32;
	return first && second && first !== second ? 16 : 0;
}

/** The index below an address. Files come with their revision in the address, so that none is of another build. */
class Index {
	#files = new Map();

	static async open(base) {
		const answer = await fetch(new URL("index.json", base), { cache: "no-cache" });
		if (!answer.ok) throw new Error(answer.url);
		return new Index(base, await answer.json());
	}

	constructor(base, root) {
		Object.assign(this, { base, root, rules: alphabet(root.text) });
	}

	#load(name, revision) {
		const url = new URL(`${name}.json?${revision}`, this.base);
		if (!this.#files.has(name)) {
			this.#files.set(name, fetch(url).then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(answer.url))));
			this.#files.get(name).catch(() => this.#files.delete(name));
		}
		return this.#files.get(name);
	}

	/** The index's words that are this one or begin with it, with their postings. */
	async #terms(kind, word, isPrefix) {
		const shards = this.root[kind];
		const name = [...new TextEncoder().encode(word)].map((byte) => /[a-z0-9]/.test(String.fromCharCode(byte))
			? String.fromCharCode(byte) : `_${byte.toString(16).padStart(2, "0")}`).join("");
		// The file of the longest beginning, and those that were cut out of it below the word.
		const around = Object.keys(shards).filter((each) => name.startsWith(each)).sort((a, b) => b.length - a.length).slice(0, 1);
		const below = isPrefix ? Object.keys(shards).filter((each) => each.length > name.length && each.startsWith(name)) : [];
		const files = await Promise.all([...around, ...below].map((each) => this.#load(`${kind}-${each}`, shards[each])));
		return files.flatMap((file) => Object.entries(file))
			.filter(([term]) => isPrefix ? term.startsWith(word) : term === word);
	}

	/** Videos with a word: {score, positions in the title as bits, words of the title} by number. */
	async #matches(word, isLast, withTranscripts) {
		const found = new Map();
		const size = [...word].length + (this.rules.isUnspaced(word) ? 3 : 0);
		// Who types the last word has perhaps not finished it.
		const exact = isLast ? 1.25 : 2;
		const add = (video, score, bits = 0, length = 0) => {
			const known = found.get(video);
			if (!known) found.set(video, { score, bits, length });
			else Object.assign(known, { score: Math.max(known.score, score), bits: known.bits | bits, length: known.length || length });
		};
		// Short beginnings are in too many words to say anything, and cost many files.
		for (const [term, text] of await this.#terms("words", word, size >= (isLast ? 2 : 3))) {
			const values = numbers(text);
			for (let video = -1, next = values.next(); !next.done; next = values.next()) {
				video += (next.value >> 4) + 1;
				const places = next.value & 15, place = places & TITLE ? values.next().value : 0;
				add(video, SCORES[places] * (term === word ? exact : 1), places & TITLE && 1 << (place & 31), place >> 5);
			}
		}
		if (!withTranscripts) return found;
		for (const [term, text] of await this.#terms("transcripts", word, size >= 4)) {
			let video = -1;
			for (const value of numbers(text)) add(video += value + 1, term === word ? exact : 1);
		}
		return found;
	}

	/** Numbers of the videos that have all words and pass all filters, the best first, the newest first among equals. */
	async search(query, filters, withTranscripts) {
		const asked = words(query, this.rules, true);
		// While somebody types on, a letter alone is the beginning of a word to come.
		const last = asked.at(-1);
		if (asked.length > 1 && last.length === 1 && !this.rules.isUnspaced(last) && !/\s$/.test(query)) asked.pop();
		const passes = await Promise.all(Object.entries(filters).map(async ([name, value]) => {
			const lists = await this.#load(name, this.root[name]);
			let video = -1;
			return new Set([...numbers(lists[value] ?? "")].map((distance) => video += distance + 1));
		}));
		if (!asked.length) {
			const [first = new Set(), ...others] = passes;
			return [...first].filter((video) => others.every((pass) => pass.has(video))).reverse();
		}
		const matches = await Promise.all(asked.map((word, i) => this.#matches(word, i === asked.length - 1, withTranscripts)));
		const scores = [];
		for (const video of matches[0].keys()) {
			if (!matches.every((each) => each.has(video)) || !passes.every((pass) => pass.has(video))) continue;
			const hits = matches.map((each) => each.get(video));
			// A short title is more about its words than a long one.
			const length = Math.max(...hits.map((hit) => hit.length));
			const order = hits.reduce((sum, hit, i) => sum + (i && together(hits[i - 1].bits, hit.bits)), length && 16 / length);
			const score = hits.reduce((sum, hit) => sum + hit.score, order);
			scores.push([video, score]);
		}
		return scores.sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([video]) => video);
	}

	/** What is shown of a video, with the address that its addresses are relative to. */
	async video(number) {
		const file = Math.floor(number / this.root.videosPerFile);
		const { channels, videos } = await this.#load(`videos-${file + 1}`, this.root.files[file]);
		const video = videos[number % this.root.videosPerFile];
		return { ...video, channel: channels[video.channel], base: new URL(`videos-${file + 1}.json`, this.base) };
	}
}

function results(form, place) {
	const [status, list, more, template] = ["status", "results", "more", "result"]
		.map((name) => place.querySelector(`[data-${name}]`));
	const field = form.elements.q, said = place.dataset, title = document.title;
	const links = () => [...list.querySelectorAll("a")];
	let opening, found = [], turn = 0;

	function item(video) {
		const item = template.content.cloneNode(true).firstElementChild;
		const part = (name) => item.querySelector(`[data-${name}]`);
		const write = (element, text, lang) => {
			element.textContent = text;
			if (lang) element.lang = lang;
		};
		write(part("title"), video.title, video.lang);
		part("title").href = new URL(video.url, video.base);
		write(part("channel"), video.channel.title, video.channel.lang);
		write(part("length"), video.length);
		write(part("date"), video.day);
		part("date").dateTime = video.date;
		item.classList.add(`hue-${video.hue ?? 0}`);
		item.classList.toggle("card-sensitive", Boolean(video.sensitive));
		part("sensitive").hidden = !video.sensitive;
		part("picture").hidden = !video.picture;
		part("no-picture").toggleAttribute("hidden", Boolean(video.picture));
		if (video.picture) part("picture").src = new URL(video.picture, video.base);
		return item;
	}

	async function add(index, mine) {
		const start = list.children.length;
		const videos = await Promise.all(found.slice(start, start + RESULTS).map((number) => index.video(number)));
		if (mine !== turn || list.children.length !== start) return;
		list.append(...videos.map(item));
		more.hidden = list.children.length >= found.length;
	}

	const plurals = new Intl.PluralRules(document.documentElement.lang);

	async function search() {
		const mine = ++turn;
		const values = new Map([...new FormData(form)].filter(([, value]) => value.trim()));
		const query = values.get("q") ?? "";
		const filters = Object.fromEntries(FILTERS.filter((name) => values.has(name)).map((name) => [name, values.get(name)]));
		history.replaceState(null, "", values.size ? `?${new URLSearchParams([...values])}` : location.pathname);
		document.title = query ? `${query} – ${title}` : title;
		try {
			const index = await (opening ??= Index.open(form.action));
			const numbers = await index.search(query, filters, values.has("transcripts"));
			if (mine !== turn) return;
			found = numbers;
			list.replaceChildren();
			await add(index, mine);
			if (mine !== turn) return;
			const kind = found.length ? plurals.select(found.length) : "none";
			const count = kind in said ? kind : "other";
			status.textContent = values.size ? said[count].replace("{n}", found.length) : said.empty;
		} catch (problem) {
			console.error(problem);
			opening = undefined;
			status.textContent = said.failed;
		}
	}

	for (const [name, value] of new URLSearchParams(location.search)) {
		const element = form.elements[name];
		if (element?.type === "checkbox") element.checked = true;
		else if (element) element.value = value;
	}
	let timer;
	for (const element of form.elements) {
		element.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(search, element === field ? 250 : 0);
		});
	}
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		clearTimeout(timer);
		search();
	});
	more.addEventListener("click", async () => {
		const first = list.children.length;
		await add(await opening, turn);
		links()[first]?.focus();
	});
	// Up and down go from the field through the results.
	document.addEventListener("keydown", (event) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const all = [field, ...links()], at = all.indexOf(document.activeElement);
		if (!step || at < 0 || !all[at + step] || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		all[at + step].focus();
	});
	place.hidden = false;
	search();
}

const [form, place] = [document.getElementById("search"), document.querySelector("[data-search]")];
if (form && place) results(form, place);
