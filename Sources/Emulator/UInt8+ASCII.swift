import Allocation

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        asciiLowercased &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
    }
}
