import { t as exec } from "./exec-DAQmuric.js";

export { exec };