
const AT_ONCE = 16;
async function answers({ tasks, folder }) {
	const cache = await import("./chunks/cache.js");
	process.chdir(folder);
	const keys = [];
	while (keys.length < tasks.length) {
		const rest = tasks.slice(keys.length, keys.length + AT_ONCE);
		const other = rest.findIndex(({ kind }) => kind !== rest[0]?.kind);
		const some = other === -1 ? rest : rest.slice(0, other);
		keys.push(...await Promise.all(some.map((task) => answer(cache, task).catch(() => void 0))));
	}
	return {
		keys,
		said: said.join("\n")
	};
}
async function answer({ restoreCache, saveCache }, task) {
	const paths = [task.file];
	if (task.kind === "find") {
		const [first = "", ...rest] = task.keys;
		return await restoreCache(paths, first, rest, { lookupOnly: true });
	}
	if (task.kind === "restore") return await restoreCache(paths, task.key, [task.prefix]);
	return await saveCache(paths, task.key) === -1 ? void 0 : task.key;
}
const said = [];
process.stdout.write = (text) => {
	const warning = /^::(?:warning|error)[^:]*::(.*)$/m.exec(String(text))?.[1];
	if (warning !== void 0) said.push(warning);
	return true;
};
function isErrand(value) {
	return typeof value === "object" && value !== null && "tasks" in value && "folder" in value;
}
process.once("message", async (errand) => {
	const nothing = {
		keys: [],
		said: ""
	};
	const reply = isErrand(errand) ? await answers(errand).catch(() => nothing) : nothing;
	process.send?.(reply, () => process.exit(0));
});

export {  };