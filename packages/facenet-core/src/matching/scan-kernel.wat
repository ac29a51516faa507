;; Lower bounds of squared distances from one probe to rows of 8-bit codes; quantisation.ts says why they hold.
;;
;; Rows come in fours, one after the other without gaps. Four rows are: their codes, signed bytes, 16 of the first row, 16 of the second,
;; third and fourth, then the next 16 of each; and behind the codes four scales (f32), four errors (f32), four squared norms (f64).
;; The probe is signed 16-bit numbers, as many as a row has codes. quantiseProbe keeps them so small that sums fit 32 bits.
(module
  (import "kernel" "memory" (memory 1))

  ;; Writes a bound for each row of [rows, end) to `bounds`, one f64 after the other, and returns the least of them.
  (func (export "lowerBounds")
    (param $probe i32) (param $probeEnd i32) (param $rows i32) (param $end i32) (param $bounds i32)
    (param $base f64) (param $dotFactor f64) (param $errorFactor f64)
    (result f64)
    (local $numbers i32) (local $low v128) (local $high v128)
    (local $first v128) (local $second v128) (local $third v128) (local $fourth v128)
    (local $two v128) (local $least v128)
    (local.set $least (f64x2.splat (f64.const inf)))
    (loop $four
      (local.set $first (v128.const i32x4 0 0 0 0))
      (local.set $second (v128.const i32x4 0 0 0 0))
      (local.set $third (v128.const i32x4 0 0 0 0))
      (local.set $fourth (v128.const i32x4 0 0 0 0))
      (local.set $numbers (local.get $probe))
      (loop $sixteen
        (local.set $low (v128.load (local.get $numbers)))
        (local.set $high (v128.load offset=16 (local.get $numbers)))
        (local.set $first (i32x4.add (local.get $first)
          (i32x4.dot_i16x8_s (local.get $low) (v128.load8x8_s (local.get $rows)))))
        (local.set $first (i32x4.add (local.get $first)
          (i32x4.dot_i16x8_s (local.get $high) (v128.load8x8_s offset=8 (local.get $rows)))))
        (local.set $second (i32x4.add (local.get $second)
          (i32x4.dot_i16x8_s (local.get $low) (v128.load8x8_s offset=16 (local.get $rows)))))
        (local.set $second (i32x4.add (local.get $second)
          (i32x4.dot_i16x8_s (local.get $high) (v128.load8x8_s offset=24 (local.get $rows)))))
        (local.set $third (i32x4.add (local.get $third)
          (i32x4.dot_i16x8_s (local.get $low) (v128.load8x8_s offset=32 (local.get $rows)))))
        (local.set $third (i32x4.add (local.get $third)
          (i32x4.dot_i16x8_s (local.get $high) (v128.load8x8_s offset=40 (local.get $rows)))))
        (local.set $fourth (i32x4.add (local.get $fourth)
          (i32x4.dot_i16x8_s (local.get $low) (v128.load8x8_s offset=48 (local.get $rows)))))
        (local.set $fourth (i32x4.add (local.get $fourth)
          (i32x4.dot_i16x8_s (local.get $high) (v128.load8x8_s offset=56 (local.get $rows)))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 32)))
        (br_if $sixteen (i32.lt_u (local.get $numbers) (local.get $probeEnd))))

      ;; Each register holds four partial sums of one row. Added up crosswise, $first holds the sums of the four rows.
      (local.set $first (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $first) (local.get $second))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $first) (local.get $second))))
      (local.set $third (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $third) (local.get $fourth))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $third) (local.get $fourth))))
      (local.set $first (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $first) (local.get $third))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $first) (local.get $third))))

      ;; base + squaredNorm - (dotFactor * scale * sum + errorFactor * error), two rows at a time.
      (local.set $two (f64x2.sub
        (f64x2.add (f64x2.splat (local.get $base)) (v128.load offset=32 (local.get $rows)))
        (f64x2.add
          (f64x2.mul
            (f64x2.mul
              (f64x2.splat (local.get $dotFactor))
              (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $rows))))
            (f64x2.convert_low_i32x4_s (local.get $first)))
          (f64x2.mul
            (f64x2.splat (local.get $errorFactor))
            (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $rows)))))))
      (v128.store (local.get $bounds) (local.get $two))
      (local.set $least (f64x2.pmin (local.get $least) (local.get $two)))
      (local.set $two (f64x2.sub
        (f64x2.add (f64x2.splat (local.get $base)) (v128.load offset=48 (local.get $rows)))
        (f64x2.add
          (f64x2.mul
            (f64x2.mul
              (f64x2.splat (local.get $dotFactor))
              (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $rows))))
            (f64x2.convert_low_i32x4_s
              (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $first) (local.get $first))))
          (f64x2.mul
            (f64x2.splat (local.get $errorFactor))
            (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $rows)))))))
      (v128.store offset=16 (local.get $bounds) (local.get $two))
      (local.set $least (f64x2.pmin (local.get $least) (local.get $two)))

      (local.set $bounds (i32.add (local.get $bounds) (i32.const 32)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
      (br_if $four (i32.lt_u (local.get $rows) (local.get $end))))
    (f64.min
      (f64x2.extract_lane 0 (local.get $least))
      (f64x2.extract_lane 1 (local.get $least)))))
