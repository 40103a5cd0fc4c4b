// Wakes the islands of a page: leptos' own islands script, but in a file, so that no inline script need be allowed.
// The addresses of the module and of the WebAssembly stand on this script's element. Our islands have no children,
// so leptos' handling of <leptos-children> is left out.
const { js, wasm } = document.getElementById("start").dataset;
const islands = document.querySelectorAll("leptos-island");

if (islands.length > 0) {
	const module = await import(js);
	await module.default({ module_or_path: wasm });
	module.hydrate();
	for (const island of islands) {
		const wake = module[island.dataset.component];
		if (wake) {
			wake(island);
			island.classList.add("awake");
		} else {
			console.warn(`No island ${island.dataset.component}: this page and ${js} come from different builds.`);
		}
	}
}
