;; The inner loops of resample.ts. Positions are bytes of the memory, pixels three bytes, sums and stretched values 32-bit integers.
;; Functions work on several numbers at once and may read and write up to 64 bytes beyond the end of what they were given.
(module
  (import "kernel" "memory" (memory 1))

  ;; Adds the bytes of [row, end) to `sums`, one to each.
  (func (export "addRow") (param $row i32) (param $end i32) (param $sums i32)
    (local $bytes v128) (local $low v128) (local $high v128)
    (loop $sixteen
      (local.set $bytes (v128.load (local.get $row)))
      (local.set $low (i16x8.extend_low_i8x16_u (local.get $bytes)))
      (local.set $high (i16x8.extend_high_i8x16_u (local.get $bytes)))
      (v128.store (local.get $sums)
        (i32x4.add (v128.load (local.get $sums)) (i32x4.extend_low_i16x8_u (local.get $low))))
      (v128.store offset=16 (local.get $sums)
        (i32x4.add (v128.load offset=16 (local.get $sums)) (i32x4.extend_high_i16x8_u (local.get $low))))
      (v128.store offset=32 (local.get $sums)
        (i32x4.add (v128.load offset=32 (local.get $sums)) (i32x4.extend_low_i16x8_u (local.get $high))))
      (v128.store offset=48 (local.get $sums)
        (i32x4.add (v128.load offset=48 (local.get $sums)) (i32x4.extend_high_i16x8_u (local.get $high))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 64)))
      (br_if $sixteen (i32.lt_u (local.get $row) (local.get $end)))))

  ;; Writes the mean of every `factor` pixels of `sums`, which are `width` pixels long and `rows` rows high; the last block may be
  ;; narrower. Rounded, halves up: (2 sum + count) / (2 count).
  (func (export "meanOfBlocks") (param $sums i32) (param $width i32) (param $factor i32) (param $rows i32) (param $to i32)
    (local $columns i32) (local $count i32) (local $sum v128)
    (loop $block
      (local.set $columns
        (select (local.get $factor) (local.get $width) (i32.lt_u (local.get $factor) (local.get $width))))
      (local.set $width (i32.sub (local.get $width) (local.get $columns)))
      (local.set $count (i32.mul (local.get $rows) (local.get $columns)))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (loop $column
        (local.set $sum (i32x4.add (local.get $sum) (v128.load (local.get $sums))))
        (local.set $sums (i32.add (local.get $sums) (i32.const 12)))
        (local.set $columns (i32.sub (local.get $columns) (i32.const 1)))
        (br_if $column (local.get $columns)))
      (local.set $sum (i32x4.add (i32x4.shl (local.get $sum) (i32.const 1)) (i32x4.splat (local.get $count))))
      (local.set $count (i32.shl (local.get $count) (i32.const 1)))
      (i32.store8 (local.get $to) (i32.div_u (i32x4.extract_lane 0 (local.get $sum)) (local.get $count)))
      (i32.store8 offset=1 (local.get $to) (i32.div_u (i32x4.extract_lane 1 (local.get $sum)) (local.get $count)))
      (i32.store8 offset=2 (local.get $to) (i32.div_u (i32x4.extract_lane 2 (local.get $sum)) (local.get $count)))
      (local.set $to (i32.add (local.get $to) (i32.const 3)))
      (br_if $block (local.get $width))))

  ;; Writes 256 times the pixel that lies between two of the row, for each of the places in [places, end): bytes from the row's
  ;; beginning to the one and to the other pixel (i32), and 256ths of the one and of the other (i16), which add up to 256.
  (func (export "stretchRow") (param $row i32) (param $places i32) (param $end i32) (param $values i32)
    (loop $pixel
      (v128.store (local.get $values)
        (i32x4.dot_i16x8_s
          (i16x8.extend_low_i8x16_u
            (i8x16.shuffle 0 16 1 17 2 18 3 19 0 0 0 0 0 0 0 0
              (v128.load32_zero (i32.add (local.get $row) (i32.load (local.get $places))))
              (v128.load32_zero (i32.add (local.get $row) (i32.load offset=4 (local.get $places))))))
          (v128.load32_splat offset=8 (local.get $places))))
      (local.set $values (i32.add (local.get $values) (i32.const 12)))
      (local.set $places (i32.add (local.get $places) (i32.const 12)))
      (br_if $pixel (i32.lt_u (local.get $places) (local.get $end)))))

  ;; Writes to the bytes of [to, end) what lies `weight` 256ths of the way from `upper` to `lower`, two stretched rows.
  (func (export "blendRows") (param $upper i32) (param $lower i32) (param $weight i32) (param $to i32) (param $end i32)
    (local $share v128) (local $rest v128) (local $four v128)
    (local.set $share (i32x4.splat (local.get $weight)))
    (local.set $rest (i32x4.splat (i32.sub (i32.const 256) (local.get $weight))))
    (loop $next
      (local.set $four
        (i32x4.shr_u
          (i32x4.add
            (i32x4.add
              (i32x4.mul (v128.load (local.get $upper)) (local.get $rest))
              (i32x4.mul (v128.load (local.get $lower)) (local.get $share)))
            (v128.const i32x4 32768 32768 32768 32768))
          (i32.const 16)))
      (local.set $four (i16x8.narrow_i32x4_u (local.get $four) (local.get $four)))
      (v128.store32_lane 0 (local.get $to) (i8x16.narrow_i16x8_u (local.get $four) (local.get $four)))
      (local.set $upper (i32.add (local.get $upper) (i32.const 16)))
      (local.set $lower (i32.add (local.get $lower) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Writes `size` pixels: of u = 0, 1, ... the image at x = a u - bv + tx, y = b u + av + ty, bilinear, black outside. The image
  ;; begins at `source`, with `stride` bytes a row; only what is seen has to be there. In double precision, operation by operation
  ;; as written here.
  (func (export "warpRow")
    (param $source i32) (param $stride i32) (param $width i32) (param $height i32)
    (param $a f64) (param $b f64) (param $av f64) (param $bv f64) (param $tx f64) (param $ty f64)
    (param $size i32) (param $to i32)
    (local $u f64) (local $x f64) (local $y f64) (local $left f64) (local $right f64) (local $above f64) (local $below f64)
    (local $column i32) (local $row i32) (local $top i32) (local $bottom i32) (local $next i32)
    (local $pixel v128) (local $share v128) (local $redGreen v128) (local $blue v128)
    (loop $each
      (i32.store (local.get $to) (i32.const 0))
      (block $outside
        (local.set $x
          (f64.add (f64.sub (f64.mul (local.get $a) (local.get $u)) (local.get $bv)) (local.get $tx)))
        (local.set $y
          (f64.add (f64.add (f64.mul (local.get $b) (local.get $u)) (local.get $av)) (local.get $ty)))
        (local.set $column (i32.trunc_sat_f64_s (f64.floor (local.get $x))))
        (local.set $row (i32.trunc_sat_f64_s (f64.floor (local.get $y))))
        (br_if $outside (i32.lt_s (local.get $column) (i32.const -1)))
        (br_if $outside (i32.lt_s (local.get $row) (i32.const -1)))
        (br_if $outside (i32.ge_s (local.get $column) (local.get $width)))
        (br_if $outside (i32.ge_s (local.get $row) (local.get $height)))

        ;; The shares of the two columns and rows around; one that is not in the image has none, and the other is read for it.
        (local.set $right (f64.sub (local.get $x) (f64.floor (local.get $x))))
        (local.set $left (f64.sub (f64.const 1) (local.get $right)))
        (local.set $below (f64.sub (local.get $y) (f64.floor (local.get $y))))
        (local.set $above (f64.sub (f64.const 1) (local.get $below)))
        (local.set $next (i32.const 3))
        (if (i32.lt_s (local.get $column) (i32.const 0))
          (then
            (local.set $left (f64.const 0))
            (local.set $column (i32.const 0))
            (local.set $next (i32.const 0)))
          (else
            (if (i32.ge_s (i32.add (local.get $column) (i32.const 1)) (local.get $width))
              (then
                (local.set $right (f64.const 0))
                (local.set $next (i32.const 0))))))
        (local.set $bottom (local.get $stride))
        (if (i32.lt_s (local.get $row) (i32.const 0))
          (then
            (local.set $above (f64.const 0))
            (local.set $row (i32.const 0))
            (local.set $bottom (i32.const 0)))
          (else
            (if (i32.ge_s (i32.add (local.get $row) (i32.const 1)) (local.get $height))
              (then
                (local.set $below (f64.const 0))
                (local.set $bottom (i32.const 0))))))
        (local.set $top
          (i32.add (local.get $source)
            (i32.add
              (i32.mul (local.get $row) (local.get $stride))
              (i32.mul (local.get $column) (i32.const 3)))))
        (local.set $bottom (i32.add (local.get $top) (local.get $bottom)))

        (local.set $pixel (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $top)))))
        (local.set $share (f64x2.splat (f64.mul (local.get $left) (local.get $above))))
        (local.set $redGreen (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s (local.get $pixel))))
        (local.set $blue (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $pixel) (local.get $pixel)))))

        (local.set $pixel (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u
          (v128.load32_zero (i32.add (local.get $top) (local.get $next))))))
        (local.set $share (f64x2.splat (f64.mul (local.get $right) (local.get $above))))
        (local.set $redGreen (f64x2.add (local.get $redGreen)
          (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s (local.get $pixel)))))
        (local.set $blue (f64x2.add (local.get $blue) (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $pixel) (local.get $pixel))))))

        (local.set $pixel (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $bottom)))))
        (local.set $share (f64x2.splat (f64.mul (local.get $left) (local.get $below))))
        (local.set $redGreen (f64x2.add (local.get $redGreen)
          (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s (local.get $pixel)))))
        (local.set $blue (f64x2.add (local.get $blue) (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $pixel) (local.get $pixel))))))

        (local.set $pixel (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u
          (v128.load32_zero (i32.add (local.get $bottom) (local.get $next))))))
        (local.set $share (f64x2.splat (f64.mul (local.get $right) (local.get $below))))
        (local.set $redGreen (f64x2.add (local.get $redGreen)
          (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s (local.get $pixel)))))
        (local.set $blue (f64x2.add (local.get $blue) (f64x2.mul (local.get $share) (f64x2.convert_low_i32x4_s
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 0 0 0 0 0 0 0 (local.get $pixel) (local.get $pixel))))))

        ;; Rounded, halves up.
        (local.set $redGreen (i32x4.trunc_sat_f64x2_s_zero
          (f64x2.add (local.get $redGreen) (v128.const f64x2 0.5 0.5))))
        (local.set $blue (i32x4.trunc_sat_f64x2_s_zero
          (f64x2.add (local.get $blue) (v128.const f64x2 0.5 0.5))))
        (v128.store32_lane 0 (local.get $to)
          (i8x16.shuffle 0 4 16 31 0 0 0 0 0 0 0 0 0 0 0 0 (local.get $redGreen) (local.get $blue))))
      (local.set $u (f64.add (local.get $u) (f64.const 1)))
      (local.set $to (i32.add (local.get $to) (i32.const 3)))
      (local.set $size (i32.sub (local.get $size) (i32.const 1)))
      (br_if $each (local.get $size)))))
