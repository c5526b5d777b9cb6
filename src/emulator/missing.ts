/** Tells a source that has no such emulator from one that could not be asked. */

import { Failure } from "../failure.ts";

/** The source was searched, and the emulator is not in it. */
export class MissingEmulator extends Failure {}
