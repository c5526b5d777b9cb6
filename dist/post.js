import "./chunks/rolldown-runtime.js";
import { B as STATE, G as ledgerFrom, K as openLedger, W as stateOf, q as connectEngine, t as undo } from "./chunks/undo.js";
import { r as environment, y as log } from "./chunks/start.js";

const LIMIT = 3e4;
async function post() {
	const ledger = ledgerFrom(stateOf(STATE));
	if (ledger === void 0 || ledger.undone) return;
	try {
		const signal = AbortSignal.timeout(LIMIT);
		const engine = await connectEngine(environment(), signal);
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
		engine.close();
	} catch (error) {
		log.warning(error instanceof Error ? error.message : String(error));
	}
}

await post();
process.exit();

export {  };