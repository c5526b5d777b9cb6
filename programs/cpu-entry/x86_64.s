# Entry point that is added to an emulator: puts QEMU_CPU in front of the environment, unless it is
# there already, and goes to the real entry point.
#
# At entry rsp points at argc; argv, 0, the environment, 0 and the auxiliary vector follow without a
# gap, and must so at the end: what stands before the environment moves down by two words, which
# keeps rsp a multiple of 16. rdx (a function for atexit, or 0) and rbp are left as they are.
# QEMU_UNSET_ENV takes both variables out of the emulated program's environment.
#
# The patcher adds the value after the last byte, and a 0, and fills `distance` in: from the first
# byte of this program to the real entry point.
	.intel_syntax noprefix
start:
	mov	r8, [rsp]			# argc
	lea	r9, [rsp + r8 * 8 + 16]		# environment
	mov	r11, cpu[rip]			# "QEMU_CPU"
1:	mov	rax, [r9]
	test	rax, rax
	jz	2f
	add	r9, 8
	cmp	[rax], r11
	jne	1b
	cmp	byte ptr [rax + 8], '='
	jne	1b
	jmp	3f
2:	mov	rsi, rsp
	lea	rcx, [r8 + 2]			# argc, argv and its 0
	sub	rsp, 16
	mov	rdi, rsp
	rep movsq
	lea	rax, cpu[rip]
	mov	[rdi], rax
	lea	rax, unset[rip]
	mov	[rdi + 8], rax
3:	lea	rax, start[rip]
	add	rax, distance[rip]
	jmp	rax
unset:	.asciz	"QEMU_UNSET_ENV=QEMU_CPU,QEMU_UNSET_ENV"
	.balign	8, 0
distance:
	.quad	0
cpu:	.ascii	"QEMU_CPU="
