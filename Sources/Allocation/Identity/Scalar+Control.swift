extension Unicode.Scalar {
    /// Whether it is a control character of the segments C0 or C1, or DEL (ECMA-48 §5).
    var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}
