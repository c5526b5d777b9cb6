import "./chunks/rolldown-runtime.js";
import { x as connectEngine } from "./chunks/program.js";
import { G as STATE, J as stateOf, Q as openLedger, X as ledgerFrom, Z as needsEngine, t as undo } from "./chunks/undo.js";
import { O as log, V as environment } from "./chunks/start.js";

const LIMIT = 3e4;
async function post() {
	const ledger = ledgerFrom(stateOf(STATE));
	if (ledger === void 0 || ledger.undone) return;
	try {
		const signal = AbortSignal.timeout(LIMIT);
		const engine = needsEngine(ledger) ? await connectEngine(environment(), signal) : void 0;
		const { jobId: id, temp, keep } = ledger;
		const book = openLedger({
			jobId: id,
			temp,
			keep
		}, () => void 0);
		book.note(ledger);
		await undo({
			id,
			temp,
			engine,
			signal,
			trusted: false,
			ledger: book,
			pending: []
		});
		engine?.close();
	} catch (error) {
		log.warning(error instanceof Error ? error.message : String(error));
	}
}

await post();
process.exit();

export {  };