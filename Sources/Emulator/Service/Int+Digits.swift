extension Int {
    /// A whole number from 1, in digits alone and without leading zeros, that one can be added to; `nil` for any other text.
    init?(digits text: String) {
        guard let number = Int(text), number > 0, number < .max, String(number) == text else { return nil }
        self = number
    }
}
