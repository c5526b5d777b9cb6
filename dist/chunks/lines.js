import { o as platformName } from "./output.js";

var architectures_default = [
	{
		"target": "aarch64",
		"platforms": ["linux/arm64"],
		"debian": ["arm64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 183,
		"magic": "7f454c460201010000000000000000000200b700",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "aarch64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAtwABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAtAAAAAAAAAC0AAAAAAAAAAAAAQAAAAAA/wMI0QgUgNLgAwCRAQAA1OETBJECAICSQgQAkSNoYjjD//81IACA0ggIgNIBAADUAACA0qgLgNIBAADU"
	},
	{
		"target": "aarch64_be",
		"platforms": [],
		"debian": [],
		"aliases": ["arm64be"],
		"class": 64,
		"data": "big",
		"machine": 183,
		"magic": "7f454c46020201000000000000000000000200b7",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "aarch64_be",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACALcAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAALQAAAAAAAAAtAAAAAAAAQAA/wMI0QgUgNLgAwCRAQAA1OETBJECAICSQgQAkSNoYjjD//81IACA0ggIgNIBAADUAACA0qgLgNIBAADU"
	},
	{
		"target": "alpha",
		"platforms": [],
		"debian": ["alpha"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 36902,
		"magic": "7f454c4602010100000000000000000002002690",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "alpha",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAJpABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAwAAAAAAAAADAAAAAAAAAAAAAAQAAAAAAAP7eI1MBHyAQBP5HgwAAAAQBPiISBPFHAAAyLMEAMkgCACDkAQBSIvv//8MyBVFCAQAfIgQAHyCDAAAAAAAfIgEAHyCDAAAA"
	},
	{
		"target": "arm",
		"platforms": [
			"linux/arm/v5",
			"linux/arm/v6",
			"linux/arm/v7"
		],
		"debian": [
			"armel",
			"armhf",
			"arm"
		],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 40,
		"magic": "7f454c4601010100000000000000000002002800",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "armv7l",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAKAABAAAAVABAADQAAAAAAAAAAAAABTQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEAAtxN4npwoOMNAKDhAAAA70EfjeIAIODjASCC4gIw0ecAAFPj+///GgEAoOMEcKDjAAAA7wAAoOMBcKDjAAAA7w=="
	},
	{
		"target": "armeb",
		"platforms": [],
		"debian": ["armeb"],
		"aliases": ["armbe"],
		"class": 32,
		"data": "big",
		"machine": 40,
		"magic": "7f454c4601020100000000000000000000020028",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "armv7b",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACACgAAAABAEAAVAAAADQAAAAABQAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAA4k3cAuOgcHrhoAAN7wAAAOKNH0Hj4CAA4oIgAefRMALjUwAAGv//++OgAAHjoHAE7wAAAOOgAADjoHAB7wAAAA=="
	},
	{
		"target": "cris",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 76,
		"magic": "7f454c4601010100000000000000000002004c00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "cris",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIATAABAAAAVABAADQAAAAAAAAAAgAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACEAAAAhAAAAAUAAAAAAAEAr+4AAgAAbqZvnnoAAAA96W62L74EAQAAa9Z/wgHCTY79ILAFQaJEkj3pQKJBkj3p"
	},
	{
		"target": "hexagon",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 164,
		"magic": "7f454c460101010000000000000000000200a400",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "hexagon",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIApAABAAAAVABAADQAAAAAAAAAYAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEAHUD9vwbUAHgAwH1wBMAAVIFgHbDi/994IsACsAPCIToAwAN1+uD/XCBAAHgGyAB4BMAAVABAAHimywB4BMAAVA=="
	},
	{
		"target": "hppa",
		"platforms": [],
		"debian": ["hppa"],
		"aliases": ["parisc64"],
		"class": 32,
		"data": "big",
		"machine": 15,
		"magic": "7f454c460102010000000000000000000002000f",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "parisc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAA8AAAABAEAAVAAAADQAAAAAAAACEAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAAN8MAgAgDAlrkAIIANBQAdjR5AggIGQJEDIIQIYwgP+0LJAQYtxgH/zQaAALkAIIANBQACDQaAADkAIIANBQAAg=="
	},
	{
		"target": "i386",
		"platforms": ["linux/386"],
		"debian": ["i386"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 3,
		"magic": "7f454c4601010100000000000000000002000300",
		"mask": "fffffffffffefefcfffffffffffffffffeffffff",
		"uname": "i686",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAAwABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACBAAAAgQAAAAUAAAAAAAEAgewAAgAAanpYiePNgI2MJAQBAACDyv9CgDwRAHX5agFbagRYzYAx22oBWM2A"
	},
	{
		"target": "loongarch64",
		"platforms": ["linux/loong64"],
		"debian": ["loong64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 258,
		"magic": "7f454c4602010100000000000000000002000201",
		"mask": "fffffffffffffffc00fffffffffffffffeffffff",
		"uname": "loongarch64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAAgEBAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAQwAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAtAAAAAAAAAC0AAAAAAAAAAAAAQAAAAAAYwD4AguAggNkABUAAAArAGUQxAIG/P8CxgTAAqwYIDif+f9HBASAAwsAgQMAACsABAAVAAt0gQMAACsA"
	},
	{
		"target": "m68k",
		"platforms": [],
		"debian": ["m68k"],
		"aliases": ["m68000"],
		"class": 32,
		"data": "big",
		"machine": 4,
		"magic": "7f454c4601020100000000000000000000020004",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "m68k",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAQAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAAB4AAAAeAAAAAUAAQAAT+/+AHB6Ig9OQEHvAQQkCHb/UoNKGGb6cgFwBE5AcgBwAU5A"
	},
	{
		"target": "microblaze",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 189,
		"magic": "7f454c46010201000000000000000000000200bd",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "microblaze",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAL0AAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACQAAAAkAAAAAUAAQAAMCH+ADChAAAxgAB6ucwACDDBAQQw4P//MOcAAcEGOAC8KP/4MKAAATGAAAS5zAAIMKAAADGAAAG5zAAI",
		"also": [{
			"id": "microblaze-baab",
			"magic": "7f454c460102010000000000000000000002baab",
			"mask": "ffffffffffffff00fffffffffffffffffffeffff",
			"probe": "f0VMRgECAQAAAAAAAAAAAAACuqsAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACQAAAAkAAAAAUAAQAAMCH+ADChAAAxgAB6ucwACDDBAQQw4P//MOcAAcEGOAC8KP/4MKAAATGAAAS5zAAIMKAAADGAAAG5zAAI"
		}]
	},
	{
		"target": "microblazeel",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 189,
		"magic": "7f454c460101010000000000000000000200bd00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "microblaze",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAvQABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACQAAAAkAAAAAUAAAAAAAEAAP4hMAAAoTB6AIAxCADMuQQBwTD//+AwAQDnMAA4BsH4/yi8AQCgMAQAgDEIAMy5AACgMAEAgDEIAMy5",
		"also": [{
			"id": "microblazeel-baab",
			"magic": "7f454c460101010000000000000000000200abba",
			"mask": "ffffffffffffff00fffffffffffffffffeffffff",
			"probe": "f0VMRgEBAQAAAAAAAAAAAAIAq7oBAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACQAAAAkAAAAAUAAAAAAAEAAP4hMAAAoTB6AIAxCADMuQQBwTD//+AwAQDnMAA4BsH4/yi8AQCgMAQAgDEIAMy5AACgMAEAgDEIAMy5"
		}]
	},
	{
		"target": "mips",
		"platforms": ["linux/mips"],
		"debian": ["mips"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 8,
		"magic": "7f454c46010201000000000000000000000200080000000100000000000000000000000000000000",
		"mask": "ffffffffffffff0000fffffffffffffffffeffffffffffff00000000000000000000000000000020",
		"uname": "mips",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAgAAAABAEAAVAAAADQAAAAAcAAQBQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACkAAAApAAAAAUAAQAAJ73+AAOgICUkAhAaAAAADCelAQQkBv//JMYAAQCmQCGRCAAAFQD//AAAAAAkBAABJAIPpAAAAAwkBAAAJAIPoQAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mips64",
		"platforms": ["linux/mips64"],
		"debian": ["mips64"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 8,
		"magic": "7f454c4602020100000000000000000000020008",
		"mask": "ffffffffffffff0000fffffffffffffffffeffff",
		"uname": "mips64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACAAgAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAgAAABQBAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAMgAAAAAAAAAyAAAAAAAAQAAZ73+AAOgICUkAhPFAAAADGelAQQkBv//ZMYAAQCmYC2RjAAAFYD//AAAAAAkBAABJAITiQAAAAwkBAAAJAITwgAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mips64el",
		"platforms": ["linux/mips64le"],
		"debian": ["mips64el"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 8,
		"magic": "7f454c4602010100000000000000000002000800",
		"mask": "ffffffffffffff0000fffffffffffffffeffffff",
		"uname": "mips64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIACAABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAABQAAgEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAyAAAAAAAAADIAAAAAAAAAAAAAQAAAAAAAP69ZyUgoAPFEwIkDAAAAAQBpWf//wYkAQDGZC1gpgAAAIyR/P+AFQAAAAABAAQkiRMCJAwAAAAAAAQkwhMCJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsel",
		"platforms": ["linux/mipsle"],
		"debian": ["mipsel"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 8,
		"magic": "7f454c46010101000000000000000000020008000100000000000000000000000000000000000000",
		"mask": "ffffffffffffff0000fffffffffffffffeffffffffffffff00000000000000000000000020000000",
		"uname": "mips",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIACAABAAAAVABAADQAAAAAAAAABRAAcDQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACkAAAApAAAAAUAAAAAAAEAAP69JyUgoAMaEAIkDAAAAAQBpSf//wYkAQDGJCFApgAAAAiR/P8AFQAAAAABAAQkpA8CJAwAAAAAAAQkoQ8CJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsn32",
		"platforms": [],
		"debian": ["mipsn32"],
		"aliases": ["mips64p32"],
		"class": 32,
		"data": "big",
		"machine": 8,
		"magic": "7f454c46010201000000000000000000000200080000000100000000000000000000000000000020",
		"mask": "ffffffffffffff0000fffffffffffffffffeffffffffffff00000000000000000000000000000020",
		"uname": "mips64",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAgAAAABAEAAVAAAADQAAAAAgAAAJQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACkAAAApAAAAAUAAQAAJ73+AAOgICUkAhetAAAADCelAQQkBv//JMYAAQCmYCGRjAAAFYD//AAAAAAkBAABJAIXcQAAAAwkBAAAJAIXqgAAAAwAAAAAAAAAAAAAAAA="
	},
	{
		"target": "mipsn32el",
		"platforms": [],
		"debian": ["mipsn32el"],
		"aliases": ["mips64p32le"],
		"class": 32,
		"data": "little",
		"machine": 8,
		"magic": "7f454c46010101000000000000000000020008000100000000000000000000000000000020000000",
		"mask": "ffffffffffffff0000fffffffffffffffeffffffffffffff00000000000000000000000020000000",
		"uname": "mips64",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIACAABAAAAVABAADQAAAAAAAAAJQAAgDQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACkAAAApAAAAAUAAAAAAAEAAP69JyUgoAOtFwIkDAAAAAQBpSf//wYkAQDGJCFgpgAAAIyR/P+AFQAAAAABAAQkcRcCJAwAAAAAAAQkqhcCJAwAAAAAAAAAAAAAAAAAAAA="
	},
	{
		"target": "nios2",
		"platforms": [],
		"debian": ["nios2"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 113,
		"magic": "7f454c4601010100000000000000000002007100",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "nios2",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAcQABAAAAVABAADQAAAAAAAAAAAAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACUAAAAlAAAAAUAAAAAAAEABID/3gQAANkEKIAAOmg7AARBQNnE/78BRACAMTqIkSkDAABCHvw/QEQAAAEEEIAAOmg7AAQAAAFEF4AAOmg7AA=="
	},
	{
		"target": "or1k",
		"platforms": [],
		"debian": ["or1k"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 92,
		"magic": "7f454c460102010000000000000000000002005c",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "openrisc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAFwAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCH+AKhhAACpYACgIAAAAZyBAQScoP//nKUAAeDEKACMxgAAvCYAABP///wVAAAAqGAAAalgAEAgAAABqGAAAKlgAF0gAAAB"
	},
	{
		"target": "ppc",
		"platforms": [],
		"debian": ["powerpc"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 20,
		"magic": "7f454c4601020100000000000000000000020014",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "ppc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACABQAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACUAAAAlAAAAAUAAQAAOCH+ADgAAHp8Iwt4RAAAAjiBAQQ4oP//OKUAAXzEKK4sBgAAQIL/9DhgAAE4AAAERAAAAjhgAAA4AAABRAAAAg=="
	},
	{
		"target": "ppc64",
		"platforms": ["linux/ppc64"],
		"debian": ["ppc64"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 21,
		"magic": "7f454c4602020100000000000000000000020015",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "ppc64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACABUAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAQBAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAANAAAAAAAAAA0AAAAAAAAQAAAAAAAABAAJAAAAAAAAAAAAAAAAAAAAAAOCH+ADgAAHp8Iwt4RAAAAjiBAQQ4oP//OKUAAXzEKK4sBgAAQIL/9DhgAAE4AAAERAAAAjhgAAA4AAABRAAAAg=="
	},
	{
		"target": "ppc64le",
		"platforms": ["linux/ppc64le"],
		"debian": ["ppc64el"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 21,
		"magic": "7f454c4602010100000000000000000002001500",
		"mask": "fffffffffffffffcfffffffffffffffffeffff00",
		"uname": "ppc64le",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAFQABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAgAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAuAAAAAAAAAC4AAAAAAAAAAAAAQAAAAAAAP4hOHoAADh4CyN8AgAARAQBgTj//6A4AQClOK4oxHwAAAYs9P+CQAEAYDgEAAA4AgAARAAAYDgBAAA4AgAARA=="
	},
	{
		"target": "riscv32",
		"platforms": [],
		"debian": [],
		"aliases": ["riscv"],
		"class": 32,
		"data": "little",
		"machine": 243,
		"magic": "7f454c460101010000000000000000000200f300",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "riscv32",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIA8wABAAAAVABAADQAAAAAAAAAAQAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACEAAAAhAAAAAUAAAAAAAEAAXGTCAAKCoVzAAAATAJ9VgUGs4fFAIPHBwD9+wVFkwgABHMAAAABRZMI0AVzAAAA"
	},
	{
		"target": "riscv64",
		"platforms": ["linux/riscv64"],
		"debian": ["riscv64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 243,
		"magic": "7f454c460201010000000000000000000200f300",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "riscv64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIA8wABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAQAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAqAAAAAAAAACoAAAAAAAAAAAAAQAAAAAAAXGTCAAKCoVzAAAATAJ9VgUGs4fFAIPHBwD9+wVFkwgABHMAAAABRZMI0AVzAAAA"
	},
	{
		"target": "s390x",
		"platforms": ["linux/s390x"],
		"debian": ["s390x"],
		"aliases": [],
		"class": 64,
		"data": "big",
		"machine": 22,
		"magic": "7f454c4602020100000000000000000000020016",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "s390x",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACABYAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAKwAAAAAAAAArAAAAAAAAQAAp/v+ALkEAC8KekEw8QS5BABDlQBAAKeEAAZBQEABp/T/+rkJAEOnKQABCgSnKQAACgEHBw=="
	},
	{
		"target": "sh4",
		"platforms": [],
		"debian": ["sh4"],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 42,
		"magic": "7f454c4601010100000000000000000002002a00",
		"mask": "fffffffffffffffcfffffffffffffffffeffffff",
		"uname": "sh4",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAKgABAAAAVABAADQAAAAAAAAACQAAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQAB+AAAAfgAAAAUAAAAAAAEAgOAIQAw/82R64xHDQeUIRfw1U2ZkYAgg/ItYNv92AeQE4xPDAOQB4xHD"
	},
	{
		"target": "sh4eb",
		"platforms": [],
		"debian": ["sh4eb"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 42,
		"magic": "7f454c460102010000000000000000000002002a",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sh4",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACACoAAAABAEAAVAAAADQAAAAAAAAACQA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAAB+AAAAfgAAAAUAAQAA4IBACD8MZPPjesMR5UFFCDX8ZlNgZCAIi/w2WHb/5AHjBMMT5ADjAcMR"
	},
	{
		"target": "sparc",
		"platforms": [],
		"debian": ["sparc"],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 2,
		"magic": "7f454c4601020100000000000000000000020002",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAAIAAAABAEAAVAAAADQAAAAAAAAAAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCOoAKADpACQEAAQghAgvZHQIBCSBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CAQkBAgAIIQIAGR0CAQ"
	},
	{
		"target": "sparc32plus",
		"platforms": [],
		"debian": [],
		"aliases": ["sparcv8plus"],
		"class": 32,
		"data": "big",
		"machine": 18,
		"magic": "7f454c4601020100000000000000000000020012",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc64",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACABIAAAABAEAAVAAAADQAAAAAAAABAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACcAAAAnAAAAAUAAQAAnCOoAKADpACQEAAQghAgvZHQIBCSBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CAQkBAgAIIQIAGR0CAQ"
	},
	{
		"target": "sparc64",
		"platforms": [],
		"debian": ["sparc64"],
		"aliases": ["sparcv9"],
		"class": 64,
		"data": "big",
		"machine": 43,
		"magic": "7f454c460202010000000000000000000002002b",
		"mask": "fffffffffffffffcfffffffffffffffffffeffff",
		"uname": "sparc64",
		"probe": "f0VMRgICAQAAAAAAAAAAAAACACsAAAABAAAAAABAAHgAAAAAAAAAQAAAAAAAAAAAAAAAAABAADgAAQBAAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAAAAMAAAAAAAAAAwAAAAAAAAQAAnCOoAKADpACQEAAQghAgvZHQIG2SBCEElBA//5QCoAHWCkAKgKLgABK///0BAAAAkBAgAYIQIASR0CBtkBAgAIIQIAGR0CBt"
	},
	{
		"target": "x86_64",
		"platforms": ["linux/amd64"],
		"debian": ["amd64"],
		"aliases": [],
		"class": 64,
		"data": "little",
		"machine": 62,
		"magic": "7f454c4602010100000000000000000002003e00",
		"mask": "fffffffffffefefcfffffffffffffffffeffffff",
		"uname": "x86_64",
		"probe": "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAEAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAqAAAAAAAAACoAAAAAAAAAAAAAQAAAAAASIHsAAIAAGo/WEiJ5w8FSI20JAQBAACDyv//woA8FgB1+GoBX4n4DwUx/2o8WA8F"
	},
	{
		"target": "xtensa",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "little",
		"machine": 94,
		"magic": "7f454c4601010100000000000000000002005e00",
		"mask": "ffffffffffffff00fffffffffffffffffeffffff",
		"uname": "xtensa",
		"probe": "f0VMRgEBAQAAAAAAAAAAAAIAXgABAAAAVABAADQAAAAAAAAAAAMAADQAIAABACgAAAAAAAEAAAAAAAAAAABAAAAAQACHAAAAhwAAAAUAAAAAAAEAEtH+IqDQEGEgAFAAMtEBMsMEQq//QsQBQFOAUgUAVjX/YqABIqANAFAAYqAAIqB2AFAA"
	},
	{
		"target": "xtensaeb",
		"platforms": [],
		"debian": [],
		"aliases": [],
		"class": 32,
		"data": "big",
		"machine": 94,
		"magic": "7f454c460102010000000000000000000002005e",
		"mask": "ffffffffffffff00fffffffffffffffffffeffff",
		"uname": "xtensa",
		"probe": "f0VMRgECAQAAAAAAAAAAAAACAF4AAAABAEAAVAAAADQAAAAAAAADAAA0ACAAAQAoAAAAAAAAAAEAAAAAAEAAAABAAAAAAACHAAAAhwAAAAUAAQAAIR3+IgrQARYCAAUAIx0BIzwEJPr/JEwBBDUIJVAAZV/zJgoBIgoNAAUAJgoAIgp2AAUA"
	}
];

const architectures = architectures_default;
function rulesOf(architecture) {
	return [mainRule(architecture), ...architecture.also ?? []];
}
function mainRule({ target, magic, mask, probe }) {
	return {
		id: target,
		magic,
		mask,
		probe
	};
}
function architectureFor(platform) {
	const { os, architecture } = platform;
	const family = `${os}/${architecture}`;
	return architectures.find(({ platforms, target }) => platforms.length === 0 ? `linux/${target}` === family : platforms.some((name) => name === family || name.startsWith(`${family}/`)));
}

function durationText(ms) {
	if (ms < .5) return "< 1 ms";
	if (Math.round(ms) < 1e3) return `${Math.round(ms)} ms`;
	if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
	const seconds = Math.round(ms / 1e3);
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	const minutes = Math.round(ms / 6e4);
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
function sizeText(bytes) {
	if (bytes < 1e3) return `${bytes} B`;
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes / 1e3;
	let unit = units.shift();
	while (value >= 999.95 && units.length > 0) {
		value /= 1e3;
		unit = units.shift();
	}
	return `${value.toFixed(1)} ${unit}`;
}
function countText(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function emulatorLine({ platform, native, emulator }) {
	const name = platformName(platform);
	if (emulator === void 0) return `${name}: ${native ? "native, no emulator needed" : "none"}`;
	const { version, source, origin, sha256, cpu, cacheHit } = emulator;
	return [
		`${name}: QEMU ${version} from ${sourceText(source)} (${origin})`,
		...cacheHit ? ["from the cache"] : [],
		`sha256 ${sha256.slice(0, 12)}…`,
		...cpu === void 0 ? [] : [`CPU ${cpu}`]
	].join(", ");
}
function proofLines({ platform, proofs }) {
	return proofs.map(({ machine, ms, where, emulatorVersion }) => [
		`${platformName(platform)}: ran a program${where === "builder" ? " in the builder" : ""}`,
		`kernel says ${machine}`,
		...emulatorVersion === void 0 ? [] : [`QEMU ${emulatorVersion}`],
		durationText(ms)
	].join(", "));
}
function builderLine({ kind, name, reason }) {
	return `${kind} builder "${name}": ${reason}`;
}
function buildLine({ platform, build, size }) {
	if (build === void 0) return void 0;
	return [
		`${platformName(platform)}: built in ${durationText(build.ms)}`,
		`${build.cachedSteps} of ${countText(build.steps, "step")} from the cache`,
		...size === void 0 ? [] : [sizeText(size)]
	].join(", ");
}
function checkLine({ platform, check }) {
	if (check === void 0) return void 0;
	const end = check.notices.length === 0 ? "all right" : countText(check.notices.length, "notice");
	return `${platformName(platform)}: machine type of ${countText(check.checked, "program")} read, ${end}`;
}
function testLine({ platform, test }) {
	if (test === void 0) return void 0;
	const verdict = test.exitCode === 0 ? "passed" : "failed";
	return `${platformName(platform)}: test ${verdict} (exit code ${test.exitCode}), ${durationText(test.ms)}`;
}
function pushLine({ ref, digest }) {
	return `${ref}: the registry has ${digest}`;
}
function successLines(outcome) {
	return [
		...outcome.platforms.flatMap((platform) => [
			...platform.native ? [emulatorLine(platform)] : proofLines(platform),
			buildLine(platform),
			checkLine(platform),
			testLine(platform)
		]).filter((line) => line !== void 0),
		...outcome.pushed.map(pushLine),
		...outcome.loaded.map((name) => `${name}: loaded into the engine`),
		...outcome.exported.map((path) => `${path}: written`)
	];
}
function sourceText(source) {
	return {
		release: "a release",
		package: "a distribution's package",
		image: "an image",
		host: "this machine",
		path: "the given path"
	}[source] ?? source;
}

export { pushLine as a, durationText as c, architectures as d, mainRule as f, proofLines as i, sizeText as l, checkLine as n, successLines as o, rulesOf as p, emulatorLine as r, countText as s, builderLine as t, architectureFor as u };