import "./chunks/rolldown-runtime-CtAQt0xk.js";
import { B as openLedger, F as STATE, L as stateOf, P as log, R as environment, V as connectEngine, t as undo, z as ledgerFrom } from "./chunks/undo-BK0u0DC2.js";

const LIMIT = 3e4;
async function post() {
	const ledger = ledgerFrom(stateOf(STATE));
	if (ledger === void 0 || ledger.undone) return;
	try {
		const engine = await connectEngine(environment());
		const { jobId: id, temp, keep } = ledger;
		const book = openLedger({
			jobId: id,
			temp,
			keep
		}, () => void 0);
		book.note(ledger);
		const job = {
			id,
			temp,
			engine,
			signal: AbortSignal.timeout(LIMIT),
			trusted: false,
			ledger: book,
			pending: []
		};
		await undo(job);
		engine.close();
	} catch (error) {
		log.warning(error instanceof Error ? error.message : String(error));
	}
}

await post();

export {  };