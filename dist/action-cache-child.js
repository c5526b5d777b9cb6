import "./chunks/rolldown-runtime.js";

async function answer(errand) {
	const { kind, key, prefix, file, folder } = errand;
	const { restoreCache, saveCache } = await import("./chunks/cache.js");
	process.chdir(folder);
	if (kind === "restore") return await restoreCache([file], key, [prefix]);
	return await saveCache([file], key) === -1 ? void 0 : key;
}
function isTask(value) {
	return typeof value === "object" && value !== null && "kind" in value && "folder" in value;
}
process.once("message", async (task) => {
	const key = isTask(task) ? await answer(task).catch(() => void 0) : void 0;
	process.send?.({ key }, () => process.exit(0));
});

export {  };