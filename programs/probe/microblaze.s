# uname(buf); write(1, buf.machine, strlen); exit(0), in either byte order (--defsym BIG=1).
# Debian has no assembler for it: these macros encode the instructions, any assembler takes them.
	.macro	word value
	.ifdef	BIG
	.byte	((\value)>>24)&255, ((\value)>>16)&255, ((\value)>>8)&255, (\value)&255
	.else
	.long	\value
	.endif
	.endm
	.macro	immediate op, d, a, value
	word	((\op)<<26)|((\d)<<21)|((\a)<<16)|((\value)&0xffff)
	.endm
	.macro	addik d, a, value
	immediate 0x0c, \d, \a, \value
	.endm
	.macro	lbu d, a, b
	word	(0x30<<26)|((\d)<<21)|((\a)<<16)|((\b)<<11)
	.endm
	.macro	bnei a, offset
	immediate 0x2f, 1, \a, \offset
	.endm
	.macro	syscall		# brki r14, 8
	word	0xb9cc0008
	.endm

	addik	1, 1, -512
	addik	5, 1, 0
	addik	12, 0, 122	# uname
	syscall
	addik	6, 1, 260	# utsname.machine
	addik	7, 0, -1
	addik	7, 7, 1
	lbu	8, 6, 7
	bnei	8, -8
	addik	5, 0, 1
	addik	12, 0, 4	# write
	syscall
	addik	5, 0, 0
	addik	12, 0, 1	# exit
	syscall
