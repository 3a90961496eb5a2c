// Who points at a card for a moment sees its film go by: tiles of the storyboard, one after the other. Its picture is
// loaded then and not before, and never for who asked for less motion or less data. Touch has no pointing.

const DELAY = 400;
const STEP = 650;
/** Of the tiles, spread over the whole film. */
const MOST = 15;

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function preview(box) {
	const [columns, rows, count, width, height] = box.dataset.tiles.split(" ").map(Number);
	const shown = Math.min(count, MOST);
	let ground;
	let timer;

	function show(tile) {
		const place = Math.floor((tile * count) / shown);
		const percent = (part, parts) => (parts > 1 ? `${(part / (parts - 1)) * 100}%` : "0%");
		ground.firstChild.style.backgroundPosition = `${percent(place % columns, columns)} ${percent(Math.floor(place / columns), rows)}`;
		timer = setTimeout(show, STEP, (tile + 1) % shown);
	}

	function begin() {
		const picture = new Image();
		const mine = timer;
		picture.onload = () => {
			// The pointer may have left, and come again.
			if (timer !== mine) return;
			ground = document.createElement("span");
			ground.className = "card-preview";
			ground.setAttribute("aria-hidden", "true");
			const tile = document.createElement("span");
			// As its picture lies: what stands upright is seen whole, the rest fills the card.
			const isHigh = height > width || width / height > box.clientWidth / box.clientHeight;
			tile.className = isHigh ? "card-preview-tile card-preview-high" : "card-preview-tile";
			tile.style.aspectRatio = `${width} / ${height}`;
			tile.style.backgroundImage = `url("${picture.src}")`;
			tile.style.backgroundSize = `${columns * 100}% ${rows * 100}%`;
			ground.append(tile);
			box.firstElementChild.after(ground);
			show(0);
		};
		picture.src = box.dataset.board;
	}

	function end() {
		clearTimeout(timer);
		timer = undefined;
		ground?.remove();
		ground = undefined;
	}

	const card = box.closest(".card") ?? box;
	card.addEventListener("pointerenter", (event) => {
		if (event.pointerType === "touch" || calm.matches || navigator.connection?.saveData) return;
		end();
		timer = setTimeout(begin, DELAY);
	});
	card.addEventListener("pointerleave", end);
	// Back from the page that the card led to, nothing moves.
	addEventListener("pagehide", end);
}

for (const box of document.querySelectorAll("[data-board]")) preview(box);
