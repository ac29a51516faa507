;; Lower bounds of squared distances from one probe to rows of 8-bit codes; quantisation.ts says why they hold.
;;
;; A row is its codes, one signed byte each and a multiple of 16 of them, then what is known of the row:
;; scale (f32), error (f32), squared norm (f64). Rows follow each other without gaps. The probe is as many signed 16-bit numbers.
;; The sums of products fit 32 bits, because quantiseProbe keeps the probe small enough for its dimension.
(module
  (import "rows" "memory" (memory 1))

  ;; Writes a bound for each row of [row, end) to `bounds`, one f64 after the other, and returns the least of them.
  (func (export "lowerBounds")
    (param $probe i32) (param $probeEnd i32) (param $row i32) (param $end i32) (param $bounds i32)
    (param $base f64) (param $dotFactor f64) (param $errorFactor f64)
    (result f64)
    (local $numbers i32) (local $sums v128) (local $bound f64) (local $least f64)
    (local.set $least (f64.const inf))
    (loop $rows
      (local.set $sums (v128.const i32x4 0 0 0 0))
      (local.set $numbers (local.get $probe))
      (loop $sixteen
        (local.set $sums (i32x4.add (local.get $sums)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row)) (v128.load (local.get $numbers)))))
        (local.set $sums (i32x4.add (local.get $sums)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $numbers)))))
        (local.set $row (i32.add (local.get $row) (i32.const 16)))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 32)))
        (br_if $sixteen (i32.lt_u (local.get $numbers) (local.get $probeEnd))))

      ;; The four partial sums become one: halves first, then the two lanes that are left.
      (local.set $sums (i32x4.add (local.get $sums)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sums) (local.get $sums))))

      ;; base + squaredNorm - (dotFactor * scale * sum + errorFactor * error)
      (local.set $bound (f64.sub
        (f64.add (local.get $base) (f64.load offset=8 (local.get $row)))
        (f64.add
          (f64.mul
            (f64.mul (local.get $dotFactor) (f64.promote_f32 (f32.load (local.get $row))))
            (f64.convert_i32_s (i32.add
              (i32x4.extract_lane 0 (local.get $sums))
              (i32x4.extract_lane 1 (local.get $sums)))))
          (f64.mul (local.get $errorFactor) (f64.promote_f32 (f32.load offset=4 (local.get $row)))))))
      (f64.store (local.get $bounds) (local.get $bound))
      (local.set $least (f64.min (local.get $least) (local.get $bound)))

      (local.set $bounds (i32.add (local.get $bounds) (i32.const 8)))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $rows (i32.lt_u (local.get $row) (local.get $end))))
    (local.get $least)))
