//! EAN-13, the bars that every till reads: thirteen digits, the last of them a check digit, in 95 modules.

const DIGITS: usize = 13;
pub const MODULES: usize = 95;

/// Which of the six digits on the left are of the even set, by the first digit; the others are of the odd set.
const EVEN: [u8; 10] =
    [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];

/// The seven modules of a digit in the odd set, a bit each, dark is 1.
const ODD_SET: [u8; 10] = [
    0b0001101, 0b0011001, 0b0010011, 0b0111101, 0b0100011, 0b0110001, 0b0101111, 0b0111011, 0b0110111,
    0b0001011,
];

/// The digits of a code whose check digit is right.
fn digits(code: &str) -> Option<[u8; DIGITS]> {
    let values: Option<Vec<u8>> =
        code.chars().map(|letter| letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok())).collect();
    let values: [u8; DIGITS] = values?.try_into().ok()?;
    let weighed = values.iter().enumerate().map(|(place, digit)| u32::from(*digit) * [1, 3][place % 2]);
    weighed.sum::<u32>().is_multiple_of(10).then_some(values)
}

/// The seven modules of a digit: on the right the odd set inverted, and its mirror image as the even set on the left.
fn modules_of(digit: u8, place: usize, first: u8) -> u8 {
    let odd = ODD_SET[usize::from(digit)];
    let right = !odd & 0b111_1111;
    let is_even = place < 6 && (EVEN[usize::from(first)] >> (5 - place)) & 1 == 1;
    match (place, is_even) {
        (6.., _) => right,
        (_, true) => right.reverse_bits() >> 1,
        (_, false) => odd,
    }
}

/// The modules from left to right, dark is true; nothing when it is no such code.
pub fn modules(code: &str) -> Option<Vec<bool>> {
    let digits = digits(code)?;
    let mut bars = vec![true, false, true];
    for (place, digit) in digits[1..].iter().enumerate() {
        if place == 6 {
            bars.extend([false, true, false, true, false]);
        }
        let modules = modules_of(*digit, place, digits[0]);
        bars.extend((0..7).rev().map(|bit| (modules >> bit) & 1 == 1));
    }
    bars.extend([true, false, true]);
    Some(bars)
}

/// The digits as they stand under the bars: `2 000000 000004`.
pub fn grouped(code: &str) -> String {
    match (code.get(..1), code.get(1..7), code.get(7..)) {
        (Some(first), Some(left), Some(right)) => [first, left, right].join("\u{a0}"),
        _ => code.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn drawn(code: &str) -> String {
        let modules = modules(code).unwrap_or_default();
        modules.into_iter().map(|dark| if dark { '1' } else { '0' }).collect()
    }

    #[wasm_bindgen_test]
    fn a_code_is_drawn_as_the_standard_draws_it() {
        // The first digit, 5, is written by the sets of the six that follow: odd, even, even, odd, odd, even.
        let left = ["0001011", "0100111", "0110011", "0010011", "0111101", "0011101"].concat();
        let right = ["1100110", "1101100", "1000010", "1011100", "1001110", "1000100"].concat();
        assert_eq!(drawn("5901234123457").len(), MODULES);
        assert_eq!(drawn("5901234123457"), format!("101{left}01010{right}101"));
    }

    #[wasm_bindgen_test]
    fn the_first_digit_is_read_from_the_sets() {
        // A zero in front makes it the American code, whose left is all of the odd set.
        let zero = drawn("0012345678905");
        assert_eq!(zero[3..10], *"0001101");
        let two = drawn("2000000000008");
        assert_eq!(two[3..24], ["0001101", "0001101", "0100111"].concat());
    }

    #[wasm_bindgen_test]
    fn what_is_no_such_code_is_not_drawn() {
        for bad in ["", "590123412345", "5901234123458", "59012341234570", "590123412345x", "٥901234123457"]
        {
            assert_eq!(modules(bad), None, "{bad}");
        }
        assert_eq!(grouped("5901234123457"), "5\u{a0}901234\u{a0}123457");
        assert_eq!(grouped("é"), "é");
    }
}
