// Checking on a page: a worker does the work, this fetches and is handed files, remembers the log's key, and shows what came
// out. Files that were dropped never leave the browser; what is fetched is only the log's own: policy, checkpoint, proofs.
const MEMORY = "almoner-log";
const CHECKED = "almoner-checked";

class Stopped extends Error {}

// One worker and its questions. To stop is to end it: nothing that it does needs to be undone.
class Work {
	constructor(files, tell) {
		this.waiting = new Map();
		this.worker = new Worker(files.worker);
		this.worker.onmessage = ({ data }) => {
			if (data.done !== undefined) return tell(data);
			const [resolve, reject] = this.waiting.get(data.id);
			this.waiting.delete(data.id);
			data.error === undefined ? resolve(data.value) : reject(new Error(data.error));
		};
		this.worker.onerror = (event) => this.give(new Error(event.message || "worker"));
		this.last = 0;
	}

	ask(...question) {
		return new Promise((resolve, reject) => {
			this.waiting.set(++this.last, [resolve, reject]);
			this.worker.postMessage([this.last, ...question]);
		});
	}

	give(error) {
		for (const [, reject] of this.waiting.values()) reject(error);
		this.waiting.clear();
	}

	stop() {
		this.worker.terminate();
		this.give(new Stopped());
	}
}

// What the log says; nothing where it says no. That it does not answer is another matter: it could not be asked.
async function fetched(path, read = "text") {
	const answer = await fetch(path, { cache: "no-cache" });
	if (answer.status >= 400 && answer.status < 500) return null;
	if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
	return answer[read]();
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

function remembered() {
	try {
		return JSON.parse(localStorage.getItem(MEMORY)) ?? {};
	} catch {
		return {};
	}
}

// A check that failed, or that waits for witnesses, teaches nothing; an older state does not replace a newer one. Of the keys
// that a site shows, only those are kept that signed this at the first visit; later ones only by the reader's word.
function remember(report, memory) {
	const taught = !report.steps.some(({ step, state }) => state === "fails" || (step === "witnesses" && state === "open"));
	if (!report.checkpoint || report.remember.length === 0 || !taught) return;
	const newer = !memory.note || report.checkpoint.size >= memory.size;
	const since = memory.since ?? new Date().toISOString().slice(0, 10);
	const last = newer ? { note: report.checkpoint.note, size: report.checkpoint.size } : { note: memory.note, size: memory.size };
	try {
		localStorage.setItem(MEMORY, JSON.stringify({ keys: report.remember, since, ...last }));
	} catch {
		// A browser that keeps nothing meets the log anew each time, and the report says so each time.
	}
}

// What the seal at the foot of every page says of this browser: the last check of this site, good or bad.
function note(report) {
	const { size } = report.checkpoint ?? {};
	if (report.state === "open" || (!size && report.state !== "fails")) return;
	try {
		localStorage.setItem(CHECKED, JSON.stringify({ size, state: report.state, at: new Date().toISOString().slice(0, 10) }));
	} catch {
		// As with the memory of keys.
	}
	dispatchEvent(new Event(CHECKED));
}

// Believes the site's own policy, as far as this browser remembers; gives the log's name, or nothing where nothing is signed.
async function believeSite(work) {
	const policy = await fetched("/log/policy");
	const { keys = [], since = "", note = "" } = remembered();
	if (policy === null) {
		if (keys.length > 0) await work.ask("miss", since);
		return null;
	}
	const name = await work.ask("believe", policy, false, keys.join("\n"), since, note);
	// Nobody is believed by a policy that can't be read, least of all what a file says of itself.
	if (!name) throw new Error("/log/policy");
	if (keys.length > 0 && (await work.ask("meets_new_keys"))) await work.ask("meet", (await fetched("/log/checkpoint")) ?? "");
	return name;
}

// The proof that the log only grew, where one is owed; and where it fails, what shows that to anybody.
async function settle(work, report, ofSite) {
	if (!ofSite) return { report };
	let evidence = "";
	const fails = (name) => report.steps.some((step) => step.step === name && step.state === "fails");
	if (report.owed) {
		const proof = await fetched(`/log/consistency/${report.owed.join("/")}`);
		report = JSON.parse(await work.ask("prove_growth", proof ?? "", proof !== null));
		if (fails("growth") || fails("key")) evidence = await work.ask("evidence", proof ?? "");
	} else if (fails("growth") || fails("key")) {
		evidence = await work.ask("evidence", "");
	}
	remember(report, remembered());
	note(report);
	return { report, evidence, joining: report.state === "fails" ? [] : report.joining };
}

// A key that signs beside those remembered is trusted by itself once the reader has compared it elsewhere, and says so here.
function takeKeys(joining, words) {
	const take = make("button", { type: "button", className: "quiet" }, words.take);
	const place = make("p", { className: "key", role: "status" }, take);
	take.addEventListener("click", () => {
		const memory = remembered();
		try {
			localStorage.setItem(MEMORY, JSON.stringify({ ...memory, keys: [...new Set([...(memory.keys ?? []), ...joining])] }));
			place.replaceChildren(words.taken);
		} catch {
			// As with the memory of keys: the button stays, and nothing was said.
		}
	});
	return place;
}

const checks = {
	// The gift of this page: its bundle, and the text that stands here.
	async gift(work, place) {
		if ((await believeSite(work)) === null) return settle(work, JSON.parse(await work.ask("unsigned")), true);
		const bundle = await fetched(place.dataset.bundle, "arrayBuffer");
		if (bundle === null) throw new Error(place.dataset.bundle);
		const report = await work.ask("bundle", new Uint8Array(bundle), false, readPage());
		return settle(work, JSON.parse(report), true);
	},

	// The report of this page: its bundle, and the sums and ends that stand here.
	async report(work, place) {
		if ((await believeSite(work)) === null) return settle(work, JSON.parse(await work.ask("unsigned")), true);
		const answer = await fetch(place.dataset.bundle, { cache: "no-cache" });
		// A report that is too large for a bundle says so, in the reader's language.
		if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? `${place.dataset.bundle}: ${answer.status}`);
		const figures = [`report ${place.dataset.report}`];
		for (const { dataset } of document.querySelectorAll("tr[data-total]")) figures.push(`total ${dataset.total}`);
		for (const { dataset } of document.querySelectorAll("tr[data-end]")) figures.push(`end ${dataset.end}`);
		const report = await work.ask("bundle", new Uint8Array(await answer.arrayBuffer()), false, figures.join("\n"));
		return settle(work, JSON.parse(report), true);
	},

	// The entry of this page: the bytes that stand here.
	async entry(work, place) {
		const entry = new TextEncoder().encode(document.getElementById("entry-bytes").textContent);
		const shown = document.getElementById("entry-hash").textContent.trim();
		const signed = (await believeSite(work)) !== null;
		const proof = signed ? await fetched(place.dataset.proof) : null;
		if (proof === null) return settle(work, JSON.parse(await work.ask("hash", entry, shown)), true);
		return settle(work, JSON.parse(await work.ask("proof", proof, entry, shown)), true);
	},
};

// Any files of ours, in any order: what one needs may lie beside it, or is fetched from this site's log.
async function checkFiles(work, files, pasted, words) {
	const found = {};
	for (const file of files) {
		const kind = await work.ask("kind", file);
		if (!kind) throw new Error(`${words.unknown} ${file.name ?? ""}`);
		found[kind] = file;
	}
	const site = await believeSite(work).catch(() => null);
	const own = found.policy && (await work.ask("believe", await found.policy.text(), true, "", "", ""));
	if (found.policy && !own) throw new Error(`${words.unknown} ${found.policy.name}`);
	const main = ["export", "bundle", "copy", "proof", "checkpoint"].find((kind) => found[kind]);
	if (!main) throw new Error(words.alone);
	const file = found[main];
	const bytes = main === "export" ? null : await bytesOf(file);
	const beside = main === "export" ? found.checkpoint && (await bytesOf(found.checkpoint)) : null;
	const origin = bytes || beside ? await work.ask("originOf", bytes ? main : "checkpoint", bytes ?? beside) : site;
	const ofSite = !own && site !== null && (origin === site || origin === "");
	const { keys = [], since = "" } = remembered();
	if (!own && !ofSite) await work.ask("believe_nobody", keys.join("\n"), since);
	const text = () => new TextDecoder().decode(bytes);
	let report;
	if (main === "export") {
		const note = beside ? new TextDecoder().decode(beside) : ofSite ? ((await fetched("/log/checkpoint")) ?? "") : "";
		const size = await work.ask("read", file, note);
		const wanted = Number(note.split("\n")[1] ?? 0);
		const proof = ofSite && size > 0 && size < wanted ? await fetched(`/log/consistency/${size}/${wanted}`) : null;
		report = await work.ask("end", note, proof ?? "");
	} else if (main === "proof") {
		const index = await work.ask("indexOf", text());
		let entry = found.entry ? await bytesOf(found.entry) : pasted ? new TextEncoder().encode(pasted) : null;
		if (!entry && ofSite && index) entry = new Uint8Array((await fetched(`/api/v1/entries/${index}`, "arrayBuffer")) ?? []);
		if (!entry) throw new Error(words.entry);
		report = await work.ask("proof", text(), trimmed(entry), "");
	} else if (main === "checkpoint") {
		report = await work.ask("checkpoint", text());
	} else {
		report = await work.ask("bundle", bytes, main === "copy", "");
	}
	return settle(work, JSON.parse(report), ofSite);
}

// An editor ends a file with a line feed; an entry has none.
function trimmed(entry) {
	return entry.at(-1) === 10 ? entry.subarray(0, -1) : entry;
}

// Shows what comes out at a place: `check` is given a worker.
async function run(place, files, check) {
	const words = JSON.parse(place.dataset.words);
	const zh = document.documentElement.lang === "zh-CN";
	const [status, findings] = [".check-status", ".check-findings"].map((selector) => place.querySelector(selector));
	const amount = make("span", {});
	const bar = make("progress", { max: 1, ariaLabel: words.working });
	const stop = make("button", { type: "button", className: "quiet" }, words.cancel);
	status.replaceChildren(make("p", { className: "working" }, words.working, " ", amount), bar, stop);
	findings.replaceChildren();
	outline({ steps: [] });
	place.running?.stop();
	const began = performance.now();
	const work = new Work(files, ({ done, size }) => {
		bar.value = place.total ? done / place.total : 0;
		const pace = Math.round(size / Math.max(0.001, (performance.now() - began) / 1000));
		amount.textContent = `${size.toLocaleString("en")} ${words.entries}, ${pace.toLocaleString("en")} ${words.pace}`;
		place.dataset.pace = pace;
	});
	place.running = work;
	stop.addEventListener("click", () => work.stop());
	try {
		await work.ask("load", files.wasm, zh);
		const { report, evidence, joining = [] } = await check(work, words);
		status.replaceChildren(...showVerdict(report, words));
		findings.replaceChildren(...showReport(report, words));
		outline(report);
		if (evidence) findings.append(keep(evidence, words));
		if (joining.length > 0) findings.append(takeKeys(joining, words));
		place.dataset.state = report.state;
	} catch (error) {
		if (place.running !== work) return;
		const says = error instanceof Stopped ? words.cancelled : `${words.broken} ${error.message}`;
		status.replaceChildren(make("p", { className: "verdict open" }, says));
		place.dataset.state = "open";
	} finally {
		work.worker.terminate();
		if (place.running === work) place.running = undefined;
	}
}

// Evidence must not depend on the one who misbehaved: the reader keeps it.
function keep(evidence, words) {
	const href = URL.createObjectURL(new Blob([evidence], { type: "application/json" }));
	return make("p", { className: "verdict fails" }, make("a", { href, download: "almoner-evidence.json" }, words.evidence));
}

// The button of a gift's, an entry's or a report's page was pressed.
export function press(place, files) {
	return run(place, files, (work) => checks[place.dataset.check](work, place));
}

// The page for files: they are chosen, or dropped anywhere on it.
export function wakeFiles(place, files) {
	const input = place.querySelector("input[type=file]");
	const pasted = place.querySelector("textarea");
	const go = (chosen) => {
		if (chosen.length === 0) return;
		place.total = Math.max(...chosen.map((file) => file.size));
		place.querySelector(".chosen").textContent = chosen.map((file) => file.name).join(", ");
		return run(place, files, (work, words) => checkFiles(work, chosen, pasted.value.trim(), words));
	};
	input.addEventListener("change", () => {
		const chosen = [...input.files];
		// The same file may be chosen once more, after it was changed.
		input.value = "";
		go(chosen);
	});
	addEventListener("dragover", (event) => {
		event.preventDefault();
		place.classList.add("over");
	});
	addEventListener("dragleave", (event) => event.relatedTarget ?? place.classList.remove("over"));
	addEventListener("drop", (event) => {
		event.preventDefault();
		place.classList.remove("over");
		go([...event.dataTransfer.files]);
	});
	place.classList.add("awake");
}
