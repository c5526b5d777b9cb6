# uname(buf); write(1, buf.machine, strlen); exit(0)
# Debian has no assembler for it: these macros encode the instructions, any assembler takes them.
	.macro	moveq value, d
	.short	((\d)<<12)|0x240|((\value)&0x3f)
	.endm
	.macro	addq value, d
	.short	((\d)<<12)|0x200|(\value)
	.endm
	.macro	move.d s, d
	.short	((\d)<<12)|0x660|(\s)
	.endm
	.macro	wide op, value, d
	.short	((\d)<<12)|(\op)
	.long	\value
	.endm
	.macro	sub.d value, d
	wide	0xeaf, \value, \d
	.endm
	.macro	move.l value, d
	wide	0xe6f, \value, \d
	.endm
	.macro	add.d value, d
	wide	0xe2f, \value, \d
	.endm
	.macro	move.b_inc s, d	# move.b [rs+], rd
	.short	((\d)<<12)|0xe40|(\s)
	.endm
	.macro	bne offset		# backwards: the sign is in bit 0
	.short	0x2000|((\offset)&0xfe)|1
	.endm
	.macro	break13
	.short	0xe93d
	.endm

	sub.d	512, 14
	move.d	14, 10
	move.l	122, 9		# uname
	break13
	move.d	14, 11
	add.d	260, 11		# utsname.machine
	move.d	11, 13
	moveq	-1, 12
	addq	1, 12
	move.b_inc 13, 8
	bne	-4
	.short	0x05b0		# nop in the delay slot
	moveq	1, 10
	moveq	4, 9		# write
	break13
	moveq	0, 10
	moveq	1, 9		# exit
	break13
