# uname(buf); write(1, buf.machine, strlen); exit(0), in either byte order (--defsym BIG=1).
# Debian has no assembler for it: these macros encode the instructions, any assembler takes them.
# A big-endian processor has the fields of an instruction in the reverse order too.
	.macro	fields op0, t, s, r, high
	.ifdef	BIG
	.byte	((\op0)<<4)|(\t), ((\s)<<4)|(\r), \high
	.else
	.byte	((\t)<<4)|(\op0), ((\r)<<4)|(\s), \high
	.endif
	.endm
	.macro	registers op2, r, s, t
	.ifdef	BIG
	fields	0, \t, \s, \r, \op2
	.else
	fields	0, \t, \s, \r, (\op2)<<4
	.endif
	.endm
	.macro	addi t, s, value
	fields	2, \t, \s, 0xc, (\value)&0xff
	.endm
	.macro	addmi t, s, value
	fields	2, \t, \s, 0xd, ((\value)>>8)&0xff
	.endm
	.macro	movi t, value
	fields	2, \t, ((\value)>>8)&15, 0xa, (\value)&0xff
	.endm
	.macro	or r, s, t
	registers 2, \r, \s, \t
	.endm
	.macro	add r, s, t
	registers 8, \r, \s, \t
	.endm
	.macro	l8ui t, s, offset
	fields	2, \t, \s, 0, \offset
	.endm
	.macro	bnez s, offset	# from the next word: pc + 4
	.ifdef	BIG
	.byte	0x65, ((\s)<<4)|(((\offset)>>8)&15), (\offset)&0xff
	.else
	.byte	0x56, (((\offset)&15)<<4)|(\s), ((\offset)>>4)&0xff
	.endif
	.endm
	.macro	syscall
	fields	0, 0, 0, 5, 0
	.endm

	addmi	1, 1, -512
	movi	2, 208		# uname
	or	6, 1, 1
	syscall
	addmi	3, 1, 256
	addi	3, 3, 4		# utsname.machine
	movi	4, -1
	addi	4, 4, 1
	add	5, 3, 4
	l8ui	5, 5, 0
	bnez	5, -13
	movi	6, 1
	movi	2, 13		# write
	syscall
	movi	6, 0
	movi	2, 118		# exit
	syscall
