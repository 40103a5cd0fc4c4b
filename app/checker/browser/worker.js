// The worker: everything that takes time happens here, so that the page never freezes. Above this stands what wasm-bindgen
// wrote. A question is [id, name, ...arguments]; an answer is { id, value } or { id, error }; long work tells { done }.
const PIECE_BYTES = 1 << 20;
let ready, checker;

const answers = {
	load: async (wasm, zh) => {
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
	// Reads a log slice by slice; gives how many entries it has.
	read: async (file, note) => {
		checker.begin(note);
		for (let at = 0, more = true; more && at < file.size; at += PIECE_BYTES) {
			const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
			more = checker.take(new Uint8Array(piece));
			postMessage({ done: Math.min(at + PIECE_BYTES, file.size), size: checker.size() });
		}
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
