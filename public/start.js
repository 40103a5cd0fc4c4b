// Wakes a page: the islands written in Rust, and the small parts below that are shorter in JavaScript. Nothing here is
// needed to read a page. Words stand on this script's element, in the reader's language.
const { js, wasm, words } = document.getElementById("start").dataset;
const say = JSON.parse(words ?? "{}");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function make(tag, properties, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

// Leptos' own islands script, but in a file, so that no inline script need be allowed. Our islands have no children, so
// its handling of <leptos-children> is left out.
async function islands() {
	const waiting = all("leptos-island");
	if (waiting.length === 0) return;
	const module = await import(js);
	await module.default({ module_or_path: wasm });
	module.hydrate();
	for (const island of waiting) {
		const wake = module[island.dataset.component];
		if (wake) {
			wake(island);
			island.classList.add("awake");
		} else {
			console.warn(`No island ${island.dataset.component}: this page and ${js} come from different builds.`);
		}
	}
}

// A picture says what is under the pointer, a finger or the focus. Its titles are taken
// away, or browsers would show both.
function details() {
	const parts = all(".drawing :is(.part, .ribbon)");
	if (parts.length === 0) return;
	const detail = make("div", { className: "detail", hidden: true, ariaHidden: "true" });
	document.body.append(detail);
	for (const part of parts) {
		const title = part.querySelector(":scope > title");
		part.dataset.says = title.textContent;
		// A link with words in it is named by these; an image is not.
		if (!part.href || !part.querySelector("text")) part.setAttribute("aria-label", title.textContent);
		if (!part.href) part.setAttribute("role", "img");
		title.remove();
	}
	let last;
	const show = (event) => {
		last = event;
		const part = event.target.closest?.(".drawing :is(.part, .ribbon)");
		detail.hidden = !part;
		if (!part) return;
		detail.textContent = part.dataset.says;
		const box = part.getBoundingClientRect();
		const near = event.clientX === undefined ? [box.left, box.top] : [event.clientX, event.clientY];
		const left = Math.min(near[0] + 14, innerWidth - detail.offsetWidth - 8);
		const above = near[1] - detail.offsetHeight - 14;
		detail.style.left = `${Math.max(8, left)}px`;
		detail.style.top = `${above < 8 ? near[1] + 18 : above}px`;
	};
	for (const kind of ["pointermove", "pointerdown", "focusin"]) addEventListener(kind, show);
	const hide = () => (detail.hidden = true);
	addEventListener("focusout", hide);
	addEventListener("keydown", (event) => event.key === "Escape" && hide());
	// What has the focus keeps its detail beside it; what was pointed at is elsewhere now.
	addEventListener("scroll", () => detail.hidden || (last.type === "focusin" ? show(last) : hide()), { passive: true });
	// The steps of a time line are one stop of the tab key; arrows go from one to the next.
	for (const drawing of all(".drawing")) {
		const steps = all("g.part", drawing);
		steps[0]?.setAttribute("tabindex", "0");
		drawing.addEventListener("keydown", (event) => {
			const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
			const next = move && steps[steps.indexOf(event.target) + move];
			if (!next || !steps.includes(event.target)) return;
			event.preventDefault();
			event.target.removeAttribute("tabindex");
			next.setAttribute("tabindex", "0");
			next.focus();
		});
	}
}

// Tables that are here whole can be sorted by a column and searched; of a list with more pages that would mislead.
function tables() {
	for (const table of all(".scroll > table")) {
		const body = table.tBodies[0];
		if (!body || body.rows.length < 4 || table.closest("section, details")?.querySelector(".more")) continue;
		all("thead th", table).forEach((head, column) => {
			const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
			button.addEventListener("click", () => sort(table, head, column));
			head.append(button);
		});
		if (body.rows.length > 8) search(table, body);
	}
}

function value(row, column) {
	const cell = row.cells[column];
	const text = cell.querySelector("time")?.dateTime ?? cell.textContent.trim();
	const number = cell.classList.contains("number") ? Number(text.replace(/[^\d.]/g, "") || "-1") : NaN;
	return Number.isNaN(number) ? text : number;
}

function sort(table, head, column) {
	const down = head.ariaSort === "ascending" || (head.ariaSort === null && head.classList.contains("number"));
	all("thead th", table).forEach((other) => (other.ariaSort = null));
	head.ariaSort = down ? "descending" : "ascending";
	const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
	const keyed = [...table.tBodies[0].rows].map((row) => [value(row, column), row]);
	keyed.sort(([a], [b]) => (typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b)) * (down ? -1 : 1));
	table.tBodies[0].append(...keyed.map(([, row]) => row));
}

function search(table, body) {
	const input = make("input", { type: "search", autocomplete: "off" });
	const count = make("span", { className: "said", role: "status" });
	input.addEventListener("input", () => {
		const wanted = input.value.trim().toLowerCase();
		const rows = [...body.rows];
		for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
		count.textContent = wanted ? `${rows.filter((row) => !row.hidden).length} / ${rows.length}` : "";
	});
	const label = make("label", {}, make("span", {}, say.filter), input);
	table.parentElement.before(make("div", { className: "find-row" }, label, count));
}

// The page in plain words, by the device's own means, or its address copied.
function share() {
	const crumb = document.querySelector("main > .crumb");
	// The address of a letter is its reader's alone.
	if (!crumb || document.querySelector(".desk-nav") || /\/(mail|follow)(\/|$)/.test(location.pathname)) return;
	const said = make("span", { className: "said", role: "status" });
	const button = make("button", { type: "button", className: "quiet" }, say.share);
	button.addEventListener("click", async () => {
		const address = location.origin + location.pathname;
		const text = document.querySelector('meta[name="description"]').content;
		try {
			if (navigator.share) await navigator.share({ title: document.title, text, url: address });
			else {
				await navigator.clipboard.writeText(`${text} ${address}`);
				said.textContent = say.copied;
			}
		} catch (error) {
			if (error.name !== "AbortError") said.textContent = address;
		}
	});
	crumb.append(make("span", { className: "share" }, said, button));
}

// Says how many entries have come since the page was opened, or that some concern its fund or gift. Nothing moves.
function live() {
	const about = document.getElementById("main").dataset.live;
	if (!about && !document.querySelector("main .entries")) return;
	let first, source;
	const link = make("a", { className: "live", href: location.href, hidden: true });
	const shelf = make("div", { role: "status" }, link);
	document.body.append(shelf);
	const listen = () => {
		source?.close();
		if (document.hidden) return;
		source = new EventSource("/live" + (about ?? ""));
		source.addEventListener("head", ({ data }) => {
			const { size } = JSON.parse(data);
			first ??= size;
			link.hidden = size <= first;
			link.textContent = (about ? say.newer : size === first + 1 ? say.one_new : say.new).replace("{}", (size - first).toLocaleString("en"));
		});
		// A server that does not tell is not asked again.
		source.addEventListener("error", () => source.readyState === EventSource.CLOSED || source.close());
	};
	document.addEventListener("visibilitychange", listen);
	listen();
}

// What checks is a program of its own, fetched only when somebody checks.
function checks() {
	const [page, worker, program] = document.getElementById("start").dataset.check.split(" ");
	const files = { worker, wasm: program };
	for (const place of all("[data-check]:not(script)")) {
		const go = place.querySelector(".check-go");
		if (!go) {
			import(page).then((module) => module.wakeFiles(place, files));
			continue;
		}
		go.hidden = false;
		go.addEventListener("click", async () => (await import(page)).press(place, files));
	}
}

// The seal is the log's; beside it stands what this browser found itself, where it ever looked.
function checkedHere() {
	const seal = document.querySelector(".colophon .seal");
	const here = make("span", { className: "checked-here" });
	const read = () => {
		let last;
		try {
			last = JSON.parse(localStorage.getItem("almoner-checked"));
		} catch {
			// A browser that keeps nothing says nothing.
		}
		if (!seal || !last) return;
		const failed = last.state === "fails";
		here.classList.toggle("failed", failed);
		here.textContent = (failed ? say.failed_here : say.checked_here).replace("{n}", (last.size ?? 0).toLocaleString("en")).replace("{d}", last.at);
		seal.append(here);
	};
	addEventListener("almoner-checked", read);
	read();
}

details();
tables();
checkedHere();
checks();
// Passkeys: the form is there only where the browser knows them, and is sent like any other once it is filled.
const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const encoded = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function passkey(event) {
	event.preventDefault();
	const form = event.currentTarget;
	const { challenge, host, account, known } = form.dataset;
	const asked = { challenge: decoded(challenge), timeout: 300_000 };
	let filled;
	try {
		if (form.dataset.passkey === "get") {
			const made = await navigator.credentials.get({ publicKey: { ...asked, rpId: host, userVerification: "required" } });
			filled = { id: made.rawId, client_data: made.response.clientDataJSON, data: made.response.authenticatorData, signature: made.response.signature };
		} else {
			const made = await navigator.credentials.create({
				publicKey: {
					...asked,
					rp: { id: host, name: host },
					// An account's name may be longer than the 64 bytes that an id may have.
					user: { id: await crypto.subtle.digest("SHA-256", new TextEncoder().encode(account)), name: account, displayName: account },
					pubKeyCredParams: [{ type: "public-key", alg: -8 }, { type: "public-key", alg: -7 }],
					excludeCredentials: known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: decoded(id) })),
					authenticatorSelection: { residentKey: "required", userVerification: "required" },
				},
			});
			filled = { client_data: made.response.clientDataJSON, data: made.response.getAuthenticatorData() };
		}
	} catch (error) {
		// Whoever thinks better of it stays on the page.
		if (error.name === "NotAllowedError" || error.name === "AbortError") return;
		filled = {};
	}
	for (const [name, bytes] of Object.entries(filled)) form.elements[name].value = encoded(bytes);
	form.submit();
}
if (window.PublicKeyCredential) {
	for (const form of all("[data-passkey]")) {
		form.hidden = false;
		form.addEventListener("submit", passkey);
	}
}

// The sum of the amounts in a form's lines, as they are typed; the server adds up for itself.
function sum(set) {
	const shown = make("p", { className: "hint" });
	set.append(shown);
	const add = () => {
		let total = 0n;
		for (const field of all("[name$=amount], [name$=cost]", set)) {
			const [whole, part = ""] = field.value.replace(/[\s,]/g, "").split(".");
			if (!/^\d+$/.test(whole) || !/^\d*$/.test(part)) continue;
			total += BigInt(whole + part.padEnd(4, "0").slice(0, 4));
		}
		const part = String(total % 10000n).padStart(4, "0").replace(/00$/, "");
		shown.textContent = total ? `${set.dataset.sum} ${(total / 10000n).toLocaleString("en")}.${part}` : "";
	};
	set.addEventListener("input", add);
	add();
}
all("[data-sum]").forEach(sum);

share();
live();
await islands();
