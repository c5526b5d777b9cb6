/** What people call machines in paths and Dockerfiles. */

/** Name as `machineName` gives it -> how it is written. */
const WORDS: Readonly<Record<string, RegExp>> = {
  "x86-64": /amd64|x86[_-]?64|x64/i,
  aarch64: /aarch64|arm64/i,
  ARM: /arm(?:hf|el|32|v[4-8][a-z]*)?(?![a-z0-9])/i,
  i386: /i[3-6]86|ia32|x86(?![_-]?64)/i,
  "RISC-V 64": /riscv64/i,
  s390x: /s390x/i,
  "PowerPC64 little-endian": /ppc64(?:le|el)|powerpc64le/i,
  "PowerPC64 big-endian": /ppc64(?!le|el)|powerpc64(?!le)/i,
  PowerPC: /(?:ppc|powerpc)(?!64)/i,
  "MIPS little-endian": /mips(?:32)?(?:el|le)/i,
  "MIPS big-endian": /mips(?!el|le|64)/i,
  "MIPS64 little-endian": /mips64(?:el|le)/i,
  "LoongArch 64": /loong(?:arch)?64/i,
};

/** Whether `text` names the machine as a word of its own: `prebuilds/linux-x64/a.node` names x86-64. */
export function namesMachine(text: string, machine: string): boolean {
  const word = WORDS[machine];
  if (word === undefined) return false;
  return new RegExp(`(?<![a-z0-9])(?:${word.source})(?![a-z0-9])`, "i").test(text);
}
