// The worker: everything that takes time happens here, so that the page never freezes. Above this stands what wasm-bindgen
// wrote. A question is [id, name, ...arguments]; an answer is { id, value } or { id, error }; long work tells { done }.
const PIECE_BYTES = 1 << 22;
const HELPERS_MOST = 4;
let ready, checker, program;

// Whole lines, piece by piece, each with how far the file is read: what a slice leaves of a line comes before the next slice,
// which is read meanwhile. A line longer than a slice is no entry, wherever it ends.
async function* piecesOf(file) {
	const slice = (at) => file.slice(at, at + PIECE_BYTES).arrayBuffer();
	let left = new Uint8Array();
	let coming = slice(0);
	for (let at = 0; at < file.size; at += PIECE_BYTES) {
		const now = new Uint8Array(await coming);
		const read = at + now.length;
		coming = slice(read);
		const end = read === file.size ? now.length : now.lastIndexOf(10) + 1 || now.length;
		const piece = new Uint8Array(left.length + end);
		piece.set(left);
		piece.set(now.subarray(0, end), left.length);
		left = now.slice(end);
		yield [piece, read];
	}
}

// Workers of this worker: each hashes the lines it is given, in the order they are given. They end with it.
class Helper {
	constructor() {
		this.waiting = [];
		this.worker = new Worker(location.href);
		this.worker.onmessage = ({ data }) => {
			const [resolve, reject] = this.waiting.shift();
			data.error === undefined ? resolve(data.value) : reject(new Error(data.error));
		};
		this.worker.onerror = (event) => {
			for (const [, reject] of this.waiting.splice(0)) reject(new Error(event.message || "worker"));
		};
		this.ask("load", program);
	}

	// What is given away is not copied.
	ask(name, given, away = []) {
		return new Promise((resolve, reject) => {
			this.waiting.push([resolve, reject]);
			this.worker.postMessage([0, name, given], away);
		});
	}
}

const answers = {
	load: async (wasm, zh) => {
		program = wasm;
		ready ??= wasm_bindgen({ module_or_path: wasm });
		await ready;
		checker = new wasm_bindgen.Checker(zh);
	},
	kind: async (file) => {
		const head = await file.slice(0, wasm_bindgen.head_bytes()).arrayBuffer();
		return wasm_bindgen.kind_of(new Uint8Array(head), file.name ?? "");
	},
	originOf: (kind, bytes) => wasm_bindgen.origin_of(kind, bytes),
	indexOf: (proof) => wasm_bindgen.index_of(proof),
	hashLines: async (lines) => {
		await ready;
		return wasm_bindgen.hash_lines(lines);
	},
	// Reads a log slice by slice; gives how many entries it has. The helpers hash, this worker judges in the file's order; each
	// helper has at most two pieces waiting, so that memory stays as it is, however long the log.
	read: async (file, note) => {
		checker.begin(note);
		const count = file.size > PIECE_BYTES ? Math.min(HELPERS_MOST, navigator.hardwareConcurrency ?? 1) : 0;
		const helpers = Array.from({ length: count }, () => new Helper());
		const hashed = [];
		const judge = async () => {
			const [lines, done] = await hashed.shift();
			const more = checker.take(lines);
			postMessage({ done, size: checker.size() });
			return more;
		};
		let more = true;
		let turn = 0;
		for await (const [piece, done] of piecesOf(file)) {
			const lines = count > 0 ? helpers[turn++ % count].ask("hashLines", piece, [piece.buffer]) : wasm_bindgen.hash_lines(piece);
			hashed.push(Promise.all([lines, done]));
			if (hashed.length > 2 * count) more = await judge();
			if (!more) break;
		}
		while (more && hashed.length > 0) more = await judge();
		for (const helper of helpers) helper.worker.terminate();
		return checker.size();
	},
};

onmessage = async ({ data: [id, name, ...given] }) => {
	try {
		const value = await (answers[name] ? answers[name](...given) : checker[name](...given));
		postMessage({ id, value });
	} catch (error) {
		postMessage({ id, error: String(error) });
	}
};
