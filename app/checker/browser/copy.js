// A saved copy checks itself: it has the bundle, the program and the words inside, and asks nobody.
(async () => {
	const read = (id) => document.getElementById(id).textContent;
	const words = JSON.parse(read("words"));
	const [status, findings] = ["status", "findings"].map((id) => document.getElementById(id));
	try {
		const wasm = Uint8Array.from(atob(read("wasm")), (letter) => letter.charCodeAt(0));
		await wasm_bindgen({ module_or_path: wasm });
		const checker = new wasm_bindgen.Checker(document.documentElement.lang === "zh-CN");
		const report = JSON.parse(checker.bundle(new TextEncoder().encode(read("bundle")), false, readPage()));
		status.replaceChildren(...showVerdict(report, words));
		findings.replaceChildren(...showReport(report, words));
		outline(report);
	} catch (error) {
		status.textContent = `${words.broken} ${error}`;
	}
})();
