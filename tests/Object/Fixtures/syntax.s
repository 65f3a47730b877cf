	# The syntax of every instruction that the assembler knows, -mcpu=v4.
	.text
	r1 += r2
	r1 -= 7
	w1 += -4
	w3 *= w4
	r1 /= r2
	r1 s/= r2
	w1 s%= 3
	r5 %= 10
	r1 |= r2
	w1 &= 255
	r1 <<= 63
	r1 >>= r2
	r1 s>>= 3
	w1 s>>= w9
	r1 ^= r1
	r1 = -r1
	w1 = -w1
	r1 = r10
	w1 = w2
	r1 = -1
	w0 = 0x7fffffff
	r1 = (s8)r2
	r1 = (s16)r2
	r1 = (s32)r2
	w1 = (s8)w2
	w1 = (s16)w2
	r1 = addr_space_cast(r2, 0, 1)
	r1 = bswap16 r1
	r1 = bswap32 r1
	r1 = bswap64 r1
	r1 = be16 r1
	r1 = be32 r1
	r1 = be64 r1
	r1 = le16 r1
	r1 = le32 r1
	r1 = le64 r1
	r1 = *(u8 *)(r2 + 4)
	r1 = *(u16 *)(r2 - 4)
	r1 = *(u32 *)(r2 + 0)
	r1 = *(u64 *)(r2 + 32767)
	r1 = *(s8 *)(r2 + 4)
	r1 = *(s16 *)(r2 - 4)
	r1 = *(s32 *)(r2 - 32768)
	*(u8 *)(r1 + 4) = r2
	*(u16 *)(r1 + 4) = r2
	*(u32 *)(r1 + 4) = r2
	*(u64 *)(r10 - 8) = r2
	*(u8 *)(r1 + 4) = 1
	*(u16 *)(r1 + 4) = 2
	*(u32 *)(r1 + 4) = 3
	*(u64 *)(r1 + 4) = -7
	lock *(u64 *)(r1 + 0) += r2
	lock *(u32 *)(r1 + 0) += w2
	lock *(u64 *)(r1 + 8) |= r2
	lock *(u32 *)(r1 + 8) |= w2
	lock *(u64 *)(r1 + 8) &= r2
	lock *(u32 *)(r1 + 8) ^= w2
	r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)
	w2 = atomic_fetch_add((u32 *)(r1 + 0), w2)
	r2 = atomic_fetch_or((u64 *)(r1 + 0), r2)
	r2 = atomic_fetch_and((u64 *)(r1 + 0), r2)
	w2 = atomic_fetch_xor((u32 *)(r1 + 0), w2)
	r2 = xchg_64(r1 + 0, r2)
	w2 = xchg32_32(r1 + 0, w2)
	r0 = cmpxchg_64(r1 + 0, r0, r2)
	w0 = cmpxchg32_32(r1 - 8, w0, w2)
	r1 = 1234567890123 ll
	r1 = -1 ll
	r0 = *(u8 *)skb[0]
	r0 = *(u16 *)skb[12]
	r0 = *(u32 *)skb[23]
	r0 = *(u8 *)skb[r7]
	r0 = *(u16 *)skb[r7]
	r0 = *(u32 *)skb[r7]
	goto 4
	gotol 4000
	gotol -3
	may_goto 3
	if r1 == r2 goto 4
	if r1 != 2 goto -4
	if r1 > r2 goto 1
	if r1 >= 5 goto 1
	if r1 < r2 goto 1
	if r1 <= 5 goto 1
	if r1 s> r2 goto 1
	if r1 s>= 5 goto 1
	if r1 s< -5 goto 1
	if r1 s<= r2 goto 1
	if r1 & 8 goto 1
	if w1 == w2 goto 4
	if w1 s> -3 goto -4
	if w1 & w8 goto 1
	call 14
	callx r1
	exit
