import HTTP

extension HTTPFields {
    /// The media type of the body, without its parameters; `nil` where the sender names none.
    ///
    /// The parameters do not matter: the C SDK sends charset=utf-8, which JSON is anyway (RFC 8259 §8.1).
    var mediaType: String? {
        guard let type = self["Content-Type"]?.split(separator: ";").first else { return nil }
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(type.drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
