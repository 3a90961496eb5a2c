// The key / goes to the search field of every page. Who types by voice or has keys of their own can turn it off on the
// search page (WCAG 2.2, 2.1.4).

const KEY = "bobine-search-key";
const field = document.getElementById("query");
const choice = document.querySelector("[data-search-key]");

/** A browser may keep nothing: then the key works. */
function isOn() {
	try {
		return localStorage.getItem(KEY) !== "off";
	} catch {
		return true;
	}
}

addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
	if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
	event.preventDefault();
	field.focus();
	field.select();
});

if (choice) {
	choice.checked = isOn();
	choice.addEventListener("change", () => {
		try {
			localStorage.setItem(KEY, choice.checked ? "on" : "off");
		} catch {
			choice.checked = true;
		}
	});
}
