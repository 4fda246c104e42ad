extension Unicode.Scalar {
    /// Whether nothing is seen of it, be it that it directs the text around it: two names could differ by it and look the same.
    ///
    /// By the general category (Unicode Standard Annex 44 §5.7.1) the control and format characters, among them those of direction
    /// (Annex 9 §2), and the line and paragraph separators; beside them what is ignored where it has no glyph.
    var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
