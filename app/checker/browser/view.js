// How a report is shown: the same on a page and in a saved copy. Every word of it comes with the report.
function make(tag, properties, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

function showReport(report, words) {
	const steps = report.steps.map((step) =>
		make("li", { className: `finding ${step.state}` },
			make("span", { className: "outcome" }, step.word),
			make("div", {}, make("b", {}, step.title), make("p", {}, step.says))));
	const keys = report.keys.map((key) => make("code", { className: "hash whole" }, key));
	const parts = [make("ol", { className: "findings", role: "list" }, ...steps)];
	if (keys.length > 0) parts.push(make("p", { className: "key" }, `${words.key} `, ...keys));
	return parts;
}

// The sentence at the end, and under it what it does not prove.
function showVerdict(report, words) {
	// The log of this very site is read as the page was: without TLS, too.
	const command = report.command.replace(`https://${location.host}/`, `${location.protocol}//${location.host}/`);
	return [
		make("p", { className: `verdict ${report.state}` }, report.verdict),
		make("p", { className: "limits" }, make("b", {}, `${words.limits} `), report.limits),
		make("p", { className: "limits" }, `${report.auditor} `, make("code", {}, command)),
	];
}

// What a gift's page shows, for the checker to hold against the entries: the text that stands there, not what the markup says.
function readPage() {
	const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
	const lines = [...document.querySelectorAll("[data-gift-amount]")].map((lead) => ["lead", text(lead)]);
	for (const fact of document.querySelectorAll("[data-fact]")) lines.push([fact.dataset.fact, text(fact)]);
	for (const row of document.querySelectorAll("tr[data-kind]")) {
		const cells = [".end-name", ".end-figure", ".end-says"].map((name) => text(row.querySelector(name)));
		lines.push(["end", row.dataset.kind, ...cells]);
	}
	if (document.querySelector("[data-part]")) lines.push(["part"]);
	return lines.map((line) => line.join("\t")).join("\n");
}

// Outlines what was compared letter by letter and is equal; nothing else is claimed.
function outline(report) {
	const equal = report.steps.some((step) => step.step === "page" && step.state === "holds");
	for (const one of document.querySelectorAll("[data-fact], .end-name, .end-figure")) one.classList.toggle("compared", equal);
}
