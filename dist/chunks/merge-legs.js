import { A as valueAt, C as listAt, D as textAt, E as parseJson, N as deadline, O as textMapAt, _ as connectEngine, h as makeTemp, i as descriptorFrom, k as textsAt, l as parseReference, o as platformFrom, u as repositoryOf, w as maybeTextAt, y as accepted } from "./program.js";
import { A as log, U as environment, X as Failure, ct as platformName, it as isFields, st as parsePlatform, x as pushLine } from "./start.js";
import { a as putBlob, c as MEDIA_TYPES, d as legsFailure, g as legPrefix, i as readBackFailure, l as digestOf, o as inBatches, p as digestInKey, s as askMarks, t as openRegistry, u as jsonOf } from "./open.js";
import { c as RegistryFailure, i as LOOPBACK_ONLY, m as hasCacheService, s as trustFrom } from "./retry-after.js";
const { rm: rm } = process.getBuiltinModule("node:fs/promises");
const { setTimeout: setTimeout } = process.getBuiltinModule("node:timers/promises");

function chooseLegs({ plan, repositories }, results) {
	const foreign = results.filter((leg) => isForeign(leg, plan, repositories));
	const own = results.filter((leg) => !foreign.includes(leg));
	const extra = own.filter(({ platform }) => !plan.platforms.includes(platform));
	const states = [
		...plan.platforms.map((platform) => newestOf(platform, own)),
		...extra.map((leg) => ({
			...leg,
			kind: "extra"
		})),
		...foreign.map((leg) => ({
			...leg,
			kind: "foreign"
		}))
	];
	if (states.some(({ kind }) => kind !== "there" && kind !== "missing")) return legsFailure(plan, states);
	return states.flatMap((state) => {
		if (state.kind !== "there") return [];
		const { kind: _, ...leg } = state;
		return [{
			...leg,
			repository: leg.repository ?? repositories[0] ?? ""
		}];
	});
}
function isForeign(leg, plan, repositories) {
	return leg.plan !== void 0 && leg.plan !== plan.id || leg.repository !== void 0 && !repositories.includes(leg.repository);
}
function newestOf(platform, legs) {
	const all = legs.filter((leg) => leg.platform === platform);
	const newest = Math.max(...all.map(({ attempt = 0 }) => attempt));
	const [leg, ...more] = all.filter(({ attempt = newest }) => attempt === newest);
	if (leg === void 0) return {
		kind: "missing",
		platform
	};
	if (more.length === 0) return {
		...leg,
		kind: "there"
	};
	return {
		kind: "repeated",
		platform,
		digests: [leg, ...more].map(({ digest }) => digest)
	};
}

function mergedAnnotations(legs, given) {
	const found = /* @__PURE__ */ new Map();
	for (const { images, annotations } of legs) {
		const platforms = images.map(({ platform }) => platform).join(", ");
		for (const [key, value] of Object.entries(annotations)) {
			if (given[key] !== void 0) continue;
			const other = found.get(key);
			if (other !== void 0 && other.value !== value) throw conflict(key, other, {
				value,
				platforms
			});
			found.set(key, {
				value,
				platforms
			});
		}
	}
	const kept = [...found].map(([key, { value }]) => [key, value]);
	return {
		...Object.fromEntries(kept),
		...given
	};
}
function conflict(key, one, other) {
	return new Failure({
		what: `The legs have different values of the index annotation ${key}; no tag was moved`,
		seen: [one, other].map(({ value, platforms }) => `${value} (${platforms})`).join("\n"),
		expected: "one value in all legs, or the value in the input `annotations` of merge",
		fix: `annotations: ${key}=…`,
		anchor: "leg-annotations"
	});
}
function indexOf(images, annotations) {
	const entries = [...images, ...images.flatMap((image) => image.attestations)];
	const noted = Object.keys(annotations).length > 0;
	const mediaType = entries.every(({ manifest }) => manifest.mediaType === MEDIA_TYPES.dockerImage) && !noted ? MEDIA_TYPES.dockerIndex : MEDIA_TYPES.index;
	const bytes = Buffer.from(JSON.stringify({
		schemaVersion: 2,
		mediaType,
		manifests: entries.map(({ descriptor }) => descriptor),
		...noted ? { annotations } : {}
	}));
	return {
		mediaType,
		digest: digestOf(bytes),
		bytes
	};
}

const MOST = 10;
async function legsInCache(plan, repositories, options) {
	if (!hasCacheService()) throw noCache("this job has no cache service");
	const wishes = plan.platforms.flatMap((platform) => wishesFor(platform, plan, repositories));
	const find = wishes.map((places) => places.map(legPrefix));
	const { found, said } = await askMarks({ find }, options);
	const legs = wishes.flatMap((places, index) => places.flatMap((place) => {
		const digest = digestInKey(found[index] ?? "", legPrefix(place));
		return digest === void 0 ? [] : [{
			...place,
			digest
		}];
	}));
	if (said !== "" && legs.length < plan.platforms.length) throw noCache(said);
	return legs;
}
function wishesFor(platform, { id }, repositories) {
	const first = Number(id.split("-")[1]);
	const { GITHUB_RUN_ATTEMPT: now = "" } = environment();
	const last = Math.max(first, Number(now) || first);
	const places = Array.from({ length: last - first + 1 }, (_, index) => last - index).flatMap((attempt) => repositories.map((repository) => ({
		platform,
		repository,
		plan: id,
		attempt
	})));
	const questions = Math.ceil(places.length / MOST);
	return Array.from({ length: questions }, (_, index) => places.slice(index * MOST, (index + 1) * MOST));
}
function noCache(seen) {
	return new Failure({
		what: "What the legs pushed could not be learned from the Actions cache; no tag was moved",
		seen,
		expected: "a cache service that answers, or the input `digests`",
		fix: "digests: ${{ needs.image.outputs.leg }}",
		anchor: "legs-cache"
	});
}

async function imageOf(registry, path, entry) {
	const digest = textAt(jsonOf(entry.manifest), "config", "digest");
	const bytes = await registry.readBlob(path, digest);
	if (bytes === void 0) return void 0;
	const own = platformIn(parseJson(bytes.toString("utf8"), `the configuration ${digest}`));
	const claimed = valueAt(entry.descriptor, "platform");
	const all = {
		...isFields(claimed) ? claimed : {},
		variant: void 0,
		...own
	};
	const descriptor = {
		...entry.descriptor,
		platform: all
	};
	const platform = own === void 0 ? "unknown/unknown" : platformName(own);
	return {
		...entry,
		descriptor,
		platform,
		attestations: []
	};
}
function platformIn(config) {
	const [os, architecture] = [maybeTextAt(config, "os"), maybeTextAt(config, "architecture")];
	if (os === void 0 || architecture === void 0) return void 0;
	return platformFrom({
		os,
		architecture,
		variant: maybeTextAt(config, "variant")
	});
}

const INDEXES = [MEDIA_TYPES.index, MEDIA_TYPES.dockerIndex];
const IMAGES = [MEDIA_TYPES.image, MEDIA_TYPES.dockerImage];
function entriesIn(manifest) {
	const value = jsonOf(manifest);
	const { mediaType, digest } = manifest;
	const isIndex = valueAt(value, "manifests") !== void 0;
	const isImage = ["config", "layers"].some((name) => valueAt(value, name) !== void 0);
	if (isIndex && !isImage && INDEXES.includes(mediaType)) return listAt(value, "manifests");
	if (isImage && !isIndex && IMAGES.includes(mediaType)) return void 0;
	const holds = [isIndex ? "manifests" : "", isImage ? "an image" : ""].filter(Boolean);
	throw strange("What a leg pushed is neither an image nor an index of images", `${digest} is of type ${mediaType || "none"}, with ${holds.join(" and ") || "neither manifests nor an image"}`);
}
function refuseInnerIndex(manifest) {
	if (entriesIn(manifest) === void 0) return;
	throw strange("A leg's index lists another index", manifest.digest);
}
function refuseOrphan(attestation, subject, images) {
	const digests = images.map(({ descriptor }) => descriptor.digest);
	if (subject !== void 0 && digests.includes(subject)) return;
	throw otherSubject(attestation, subject ?? "nothing", digests.join(" or "));
}
function otherSubject(attestation, subject, expected) {
	const { parts } = strange("A leg has an attestation of an image that it does not have", `${attestation} is about ${subject}`);
	return new Failure({
		...parts,
		expected
	});
}
function strange(what, seen) {
	return new Failure({
		what: `${what}; no tag was moved`,
		seen,
		expected: "images, and attestations of them, as BuildKit pushes them",
		cause: "the leg was not pushed by Anyarch, or was put together by hand",
		anchor: "legs"
	});
}

const TYPE = "in-toto.io/predicate-type";
const PROVENANCE = "https://slsa.dev/provenance/";
const LARGEST = 4 << 20;
async function provenanceFits(registry, path, { entry, subject = "" }) {
	const layers = listAt(jsonOf(entry.manifest), "layers").filter((layer) => maybeTextAt(layer, "annotations", TYPE)?.startsWith(PROVENANCE));
	for (const { digest, size } of layers.map(descriptorFrom)) {
		if (size > LARGEST) continue;
		const bytes = await registry.readBlob(path, digest);
		if (bytes === void 0) return void 0;
		const named = subjectsIn(parseJson(bytes.toString("utf8"), `the provenance ${digest}`));
		if (named.length > 0 && !named.includes(subject)) throw otherSubject(digest, named.join(", "), subject);
	}
	return true;
}
function subjectsIn(statement) {
	return listAt(statement, "subject").flatMap((one) => {
		const hex = maybeTextAt(one, "digest", "sha256");
		return hex === void 0 ? [] : [`sha256:${hex}`];
	});
}

const KIND = "vnd.docker.reference.type";
const SUBJECT = "vnd.docker.reference.digest";
async function legContent(registry, path, digest) {
	const top = await registry.manifest(path, digest);
	if (top === void 0) return void 0;
	const listed = entriesIn(top);
	if (listed === void 0) {
		const { mediaType, bytes } = top;
		const image = await imageOf(registry, path, {
			manifest: top,
			descriptor: {
				mediaType,
				digest,
				size: bytes.length
			}
		});
		return image && {
			images: [image],
			annotations: {}
		};
	}
	const entries = await Promise.all(listed.map((entry) => entryOf(registry, path, entry)));
	const there = entries.filter((entry) => entry !== void 0);
	if (there.length < entries.length) return void 0;
	return await contentOf(registry, path, {
		entries: there,
		annotations: textMapAt(jsonOf(top), "annotations")
	});
}
async function entryOf(registry, path, entry) {
	const claimed = {
		...isFields(entry) ? entry : {},
		...descriptorFrom(entry)
	};
	const manifest = await registry.manifest(path, claimed.digest);
	if (manifest === void 0) return void 0;
	refuseInnerIndex(manifest);
	const { mediaType, bytes } = manifest;
	return {
		descriptor: {
			...claimed,
			mediaType,
			size: bytes.length
		},
		manifest
	};
}
async function contentOf(registry, path, { entries, annotations }) {
	const attestations = entries.filter((entry) => markOf(entry, KIND) === "attestation-manifest");
	const others = entries.filter((entry) => !attestations.includes(entry));
	const images = await Promise.all(others.map((entry) => imageOf(registry, path, entry)));
	const there = images.filter((image) => image !== void 0);
	if (there.length < images.length) return void 0;
	const about = attestations.map((entry) => ({
		entry,
		subject: markOf(entry, SUBJECT)
	}));
	for (const { entry, subject } of about) refuseOrphan(entry.descriptor.digest, subject, there);
	const fits = about.map((one) => provenanceFits(registry, path, one));
	if ((await Promise.all(fits)).includes(void 0)) return void 0;
	return {
		images: there.map((image) => {
			const own = attestations.filter((one) => markOf(one, SUBJECT) === image.descriptor.digest);
			return {
				...image,
				attestations: own.map(ofNoPlatform)
			};
		}),
		annotations
	};
}
function ofNoPlatform({ descriptor, manifest }) {
	const platform = {
		architecture: "unknown",
		os: "unknown"
	};
	return {
		descriptor: {
			...descriptor,
			platform
		},
		manifest
	};
}
function markOf({ descriptor }, name) {
	return maybeTextAt(descriptor, "annotations", name);
}

function stateOf(platform, pushed) {
	const group = pushed.find(({ legs }) => legs.some((leg) => leg.platform === platform));
	const leg = group?.legs.find((one) => one.platform === platform);
	if (group === void 0 || leg === void 0) return {
		kind: "missing",
		platform
	};
	if (group.content === void 0) return {
		...leg,
		kind: "deleted"
	};
	const holds = group.content.images.map((image) => image.platform).sort();
	const told = group.legs.map((one) => one.platform).sort();
	return holds.join() === told.join() ? {
		...leg,
		kind: "there"
	} : {
		...leg,
		kind: "other",
		holds
	};
}
function partOf(platform, pushed) {
	return pushed.flatMap(({ legs, source, content }) => {
		const leg = legs.find((one) => one.platform === platform);
		const image = content?.images.find((one) => one.platform === platform);
		return leg === void 0 || image === void 0 ? [] : [{
			leg,
			image,
			source
		}];
	});
}

function placeOf(ref, registries) {
	const { domain, path } = parseReference(ref);
	const registry = registries.get(domain);
	if (registry === void 0) throw new TypeError(`no registry ${domain}`);
	return {
		registry,
		path
	};
}
const tagIn = (ref) => parseReference(ref).tag ?? "latest";
function untouched(error) {
	if (!(error instanceof Failure) || /no tag was moved/.test(error.message)) throw error;
	throw new Failure({
		...error.parts,
		what: `${error.message}; no tag was moved`
	});
}
const [MOVED, LEFT] = ["moved: ", "not moved: "];
async function statesAfter({ inputs, index, registries }, { place, moved }) {
	const tag = inputs.tags[place] ?? "";
	const { registry, path } = placeOf(tag, registries);
	const other = place < moved ? "taken by another image: " : LEFT;
	const seen = await registry.manifest(path, tagIn(tag)).then((found) => found?.digest === index.digest ? MOVED : other, () => "not known, its registry does not answer: ");
	return inputs.tags.map((each, at) => `${at === place ? seen : at < moved ? MOVED : LEFT}${each}`);
}
function halfMoved({ inputs: { tags }, index }, { message, parts }, states) {
	const seen = [parts.seen ?? "", ...states].join("\n");
	const left = tags.filter((_, at) => !states[at]?.startsWith(MOVED));
	if (parts.anchor === "registry-mismatch") return new Failure({
		...parts,
		seen
	});
	const count = tags.length - left.length;
	return new Failure({
		...parts,
		what: `${message}; ${count === 0 ? "no tag was moved" : `${count} of ${tags.length} tags moved`}`,
		seen,
		expected: `every tag names ${index.digest}, which every repository has already`,
		fix: left.length === 0 ? parts.fix : byHand(left, index.digest),
		anchor: "tags-moved"
	});
}
function byHand(tags, digest) {
	return `Re-run failed jobs   # or by hand\n${tags.map((tag) => {
		return `docker buildx imagetools create --tag ${tag} ${`${repositoryOf(parseReference(tag))}@${digest}`}`;
	}).join("\n")}`;
}

const AT_ONCE$1 = 8;
async function lookAtLegs({ inputs, legs, registries, record }) {
	const { plan, allowMissing } = inputs;
	const groups = [...new Set(legs.map(keyOf))].map((key) => legs.filter((leg) => keyOf(leg) === key));
	const pushed = await inBatches(groups, AT_ONCE$1, (group) => lookAt(group, registries));
	const states = plan.platforms.map((platform) => stateOf(platform, pushed));
	const dropped = states.filter(({ kind, platform }) => allowMissing.includes(platform) && (kind === "missing" || kind === "deleted"));
	record.add({ legs: states.map((state) => legOutcome(state, dropped.includes(state), pushed)) });
	if (states.some((state) => state.kind !== "there" && !dropped.includes(state)) || dropped.length === states.length) throw legsFailure(plan, states);
	for (const { platform } of dropped) record.warn(`${platform} is left out: its leg is missing, and \`allow-missing\` names it.`);
	const parts = plan.platforms.flatMap((platform) => partOf(platform, pushed));
	for (const { leg, image } of parts) {
		const proofs = image.attestations.length;
		log.info(`${leg.platform}: the registry has it, ${proofs} attestations`);
	}
	return {
		parts,
		contents: pushed.flatMap(({ content }) => content ?? [])
	};
}
const keyOf = ({ repository, digest }) => `${repository}@${digest}`;
async function lookAt(legs, registries) {
	const [{ repository, digest }] = [legs[0] ?? {
		repository: "",
		digest: ""
	}];
	const { domain, path } = parseReference(repository);
	const registry = registries.get(domain);
	if (registry === void 0) throw new TypeError(`no registry ${domain}`);
	try {
		const content = await legContent(registry, path, digest);
		return {
			legs,
			source: {
				registry,
				path
			},
			content
		};
	} catch (error) {
		throw error instanceof RegistryFailure ? notLooked(error, legs) : untouched(error);
	}
}
function notLooked({ message, parts }, legs) {
	const names = legs.map(({ platform }) => platform).join(", ");
	return new Failure({
		...parts,
		what: `${message}: the registry failed, so it is not known what the leg of ${names} pushed; no tag was moved`,
		expected: `an answer about ${legs[0]?.digest}`
	});
}
function legOutcome(state, dropped, pushed) {
	const { kind, platform } = state;
	const [part] = partOf(platform, pushed);
	const known = kind === "there" || kind === "deleted" || kind === "other" ? state : void 0;
	return {
		platform,
		state: dropped ? "left out" : kind === "extra" || kind === "foreign" ? "other" : kind,
		digest: known?.digest,
		attempt: known?.attempt,
		image: part?.image.descriptor.digest,
		attestations: part?.image.attestations.length
	};
}

const AT_ONCE = 8;
async function bringTo(target, parts) {
	const blobs = new Map(parts.flatMap(({ entry, source }) => blobsOf(entry).map((blob) => [blob.digest, {
		blob,
		source
	}])));
	await inBatches([...blobs.values()], AT_ONCE, ({ blob, source }) => bring(target, blob, source));
	await inBatches(parts, AT_ONCE, async ({ entry, source }) => {
		if (!isSame(source, target)) await bringManifest(target, entry.manifest);
	});
}
const WAITS = [
	250,
	500,
	1e3
];
async function bringManifest({ registry, path }, manifest) {
	const { digest } = manifest;
	await registry.putManifest(path, digest, manifest);
	let told = await registry.told(path, digest);
	for (const wait of WAITS) {
		if (told !== void 0) break;
		await setTimeout(wait);
		told = await registry.told(path, digest);
	}
	if (told === digest || told === "") return;
	throw new Failure({
		what: `${registry.host}/${path} took a manifest and does not have it; no tag was moved`,
		seen: told ?? "404",
		expected: digest,
		cause: "the registry loses what it takes, or a proxy before it answers something older",
		fix: "Re-run jobs, Re-run failed jobs   # in the menu of the run",
		anchor: "registry-mismatch"
	});
}
async function bring(target, { digest, size }, source) {
	const { registry, path } = source;
	if (!isSame(source, target)) {
		const from = registry.host === target.registry.host ? path : void 0;
		const open = () => registry.openBlob(path, digest);
		return await putBlob(target.registry, target.path, {
			digest,
			size,
			open,
			from
		});
	}
	if (await registry.hasBlob(path, {
		digest,
		size
	})) return;
	throw new Failure({
		what: "A part of a leg's image is gone from the registry; no tag was moved",
		seen: `${registry.host}/${path} has no ${digest} any more`,
		expected: "all that the leg pushed",
		cause: "a clean-up of the registry ran in between",
		fix: "Re-run jobs, Re-run all jobs   # in the menu of the run",
		anchor: "legs"
	});
}
function blobsOf({ manifest }) {
	const value = jsonOf(manifest);
	const layers = listAt(value, "layers").filter((layer) => textsAt(layer, "urls").length === 0);
	return [valueAt(value, "config"), ...layers].map(descriptorFrom);
}
function isSame(a, b) {
	return a.registry.host === b.registry.host && a.path === b.path;
}

async function moveTags(publishing) {
	const { tags } = publishing.inputs;
	for (const [place, tag] of tags.entries()) await told(publishing, {
		place,
		moved: place
	}, () => moveTag(publishing, tag));
	for (const [place, tag] of tags.entries()) await told(publishing, {
		place,
		moved: tags.length
	}, () => readBack(publishing, tag));
}
async function told(publishing, at, work) {
	const { record, signal } = publishing;
	try {
		await work();
	} catch (error) {
		const states = await statesAfter(publishing, at);
		if (signal.aborted) record.warn(`Cancelled while tags were moved.\n${states.join("\n")}`);
		throw error instanceof Failure ? halfMoved(publishing, error, states) : error;
	}
}
async function moveTag({ index, registries, record }, tag) {
	const { registry, path } = placeOf(tag, registries);
	await registry.putManifest(path, tagIn(tag), index);
	record.add({ pushed: [...record.outcome().pushed, {
		ref: tag,
		digest: index.digest
	}] });
}
async function readBack({ parts, index, registries }, tag) {
	const { registry, path } = placeOf(tag, registries);
	const { digest } = index;
	const platforms = parts.flatMap(({ leg }) => parsePlatform(leg.platform) ?? []);
	const wanted = {
		digest,
		platforms
	};
	const seen = await registry.manifest(path, tagIn(tag));
	const told = await registry.told(path, tagIn(tag));
	for (const one of [seen?.digest, told === "" ? digest : told]) {
		const failure = readBackFailure(tag, wanted, one === void 0 ? void 0 : {
			digest: one,
			platforms
		});
		if (failure !== void 0) throw failure;
	}
	log.info(pushLine({
		ref: tag,
		digest
	}));
}

async function publishIndex(publishing) {
	const { index, record, signal } = publishing;
	await record.phase("Bring everything to every repository", () => bringAll(publishing).catch(untouched));
	signal.throwIfAborted();
	await record.phase("Tag and read back", () => moveTags(publishing));
	const { mediaType, digest, bytes } = index;
	record.add({
		digest,
		metadata: JSON.stringify({
			mediaType,
			digest,
			size: bytes.length
		})
	});
}
async function bringAll({ inputs, parts, index, registries }) {
	const all = parts.flatMap(({ image, source }) => [image, ...image.attestations].map((entry) => ({
		entry,
		source
	})));
	const repositories = new Set(inputs.tags.map((tag) => repositoryOf(parseReference(tag))));
	for (const repository of repositories) {
		const target = placeOf(repository, registries);
		await bringTo(target, all);
		await bringManifest(target, index);
		log.info(`${repository}: has all parts and ${index.digest}`);
	}
}

const PATIENCE = 5e3;
async function openRegistries(refs, signal) {
	const env = environment();
	const trust = await trustHere(signal);
	const open = [...new Map(refs.map(parseReference).map((each) => [each.domain, each])).values()].map((each) => openRegistry(each, {
		trust,
		env,
		signal
	}));
	return new Map((await Promise.all(open)).map((registry) => [registry.host, registry]));
}
async function trustHere(signal) {
	const limit = deadline(PATIENCE, signal);
	try {
		const engine = await connectEngine(environment(), limit.signal);
		const reply = await engine.request("GET", "/info", { signal: limit.signal }).finally(engine.close);
		const { text } = accepted("The engine does not tell of itself", reply);
		return trustFrom(parseJson(text, "the engine's answer to /info"));
	} catch {
		signal.throwIfAborted();
		return LOOPBACK_ONLY;
	} finally {
		limit.end();
	}
}

async function performMerge(task) {
	const registries = await openRegistries(task.inputs.tags, task.signal);
	const temp = await makeTemp("anyarch-merge-");
	try {
		await merge(task, registries, temp);
	} catch (error) {
		throw task.signal.aborted ? task.signal.reason : error;
	} finally {
		for (const registry of registries.values()) registry.close();
		await rm(temp, {
			recursive: true,
			force: true
		});
	}
}
async function merge({ inputs, record, signal }, registries, temp) {
	const { plan, given, annotations } = inputs;
	const repositories = [...new Set(inputs.tags.map((tag) => repositoryOf(parseReference(tag))))];
	const legs = await record.phase("Learn of the legs", async () => {
		const results = given ?? await legsInCache(plan, repositories, {
			temp,
			signal
		});
		const chosen = chooseLegs({
			plan,
			repositories
		}, results);
		if (chosen instanceof Failure) throw chosen;
		for (const { platform, digest } of chosen) log.info(`${platform}: ${digest}`);
		return chosen;
	});
	const looked = await record.phase("Look at each leg in the registry", () => lookAtLegs({
		inputs,
		legs,
		registries,
		record
	}));
	const noted = mergedAnnotations(looked.contents, annotations);
	const images = looked.parts.map(({ image }) => image);
	const index = indexOf(images, noted);
	await publishIndex({
		inputs,
		parts: looked.parts,
		index,
		registries,
		record,
		signal
	});
}

export { performMerge };