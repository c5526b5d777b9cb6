// Entry point that is added to an emulator: puts QEMU_CPU in front of the environment, unless it is
// there already, and goes to the real entry point.
//
// At entry sp points at argc; argv, 0, the environment, 0 and the auxiliary vector follow without a
// gap, and must so at the end: what stands before the environment moves down by two words, which
// keeps sp a multiple of 16. x0 (a function for atexit, or 0), x29 and x30 are left as they are.
// QEMU_UNSET_ENV takes both variables out of the emulated program's environment.
//
// The patcher adds the value after the last byte, and a 0, and fills `distance` in: from the first
// byte of this program to the real entry point. The jump goes through x16, which a `bti c` there lets in.
start:
	ldr	x9, [sp]			// argc
	add	x10, sp, x9, lsl #3
	add	x10, x10, #16			// environment
	ldr	x13, cpu			// "QEMU_CPU"
1:	ldr	x11, [x10], #8
	cbz	x11, 2f
	ldr	x12, [x11]
	cmp	x12, x13
	b.ne	1b
	ldrb	w12, [x11, #8]
	cmp	w12, #'='
	b.ne	1b
	b	4f
2:	mov	x10, sp
	add	x9, x9, #2			// argc, argv and its 0
	sub	sp, sp, #16
	mov	x11, sp
3:	ldr	x12, [x10], #8
	str	x12, [x11], #8
	subs	x9, x9, #1
	b.ne	3b
	adr	x12, cpu
	adr	x13, unset
	stp	x12, x13, [x11]
4:	adr	x16, start
	ldr	x17, distance
	add	x16, x16, x17
	br	x16
unset:	.asciz	"QEMU_UNSET_ENV=QEMU_CPU,QEMU_UNSET_ENV"
	.balign	8, 0
distance:
	.quad	0
cpu:	.ascii	"QEMU_CPU="
