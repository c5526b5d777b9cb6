import { N as deadline, _ as connectEngine } from "./chunks/program.js";
import { A as log, S as cancelOnSignal, U as environment, et as sentence } from "./chunks/start.js";
import { ct as ledgerFrom, lt as needsEngine, nt as STATE, st as stateOf, t as undo, ut as openLedger } from "./chunks/undo.js";

const LIMIT = 3e4;
const ENGINE = 1e4;
const CANCELLED = 5e3;
async function post() {
	const ledger = ledgerFrom(stateOf(STATE));
	if (ledger === void 0 || ledger.undone) return;
	const { signal, throwIfLost, end } = limited();
	try {
		const engine = needsEngine(ledger) ? await engineOrLost(signal) : void 0;
		await undo({
			...jobOf(ledger, engine, signal),
			last: true
		});
		engine?.close();
		throwIfLost();
	} catch (error) {
		log.warning(sentence(error));
	} finally {
		end();
	}
}
function limited() {
	const cancellation = cancelOnSignal();
	const soon = new AbortController();
	const limit = deadline(LIMIT, soon.signal);
	let timer;
	cancellation.signal.addEventListener("abort", () => {
		timer = setTimeout(() => soon.abort(cancellation.signal.reason), CANCELLED);
	});
	const end = () => {
		clearTimeout(timer);
		limit.end();
		cancellation.dispose();
	};
	return {
		signal: limit.signal,
		throwIfLost: cancellation.throwIfLost,
		end
	};
}
async function engineOrLost(signal) {
	const limit = deadline(ENGINE, signal);
	try {
		return await connectEngine(environment(), limit.signal);
	} catch (error) {
		const lost = () => Promise.reject(error);
		return {
			endpoint: "",
			request: lost,
			stream: lost,
			dialog: lost,
			close: () => void 0
		};
	} finally {
		limit.end();
	}
}
function jobOf(ledger, engine, signal) {
	const { jobId: id, temp, keep } = ledger;
	const book = openLedger({
		jobId: id,
		temp,
		keep
	}, () => void 0);
	book.note(ledger);
	return {
		id,
		temp,
		engine,
		signal,
		trusted: false,
		ledger: book,
		pending: []
	};
}

await post();
process.exit();

export {  };