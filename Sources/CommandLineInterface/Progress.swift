import Allocation

/// Tells on standard error how far a long piece of work is: on a terminal as a bar that is drawn over itself, else as a plain line
/// now and then.
package struct Progress {
    private static let barWidth = 24
    /// Nanoseconds between two drawings.
    private static let livePause: UInt64 = 100_000_000
    private static let plainPause: UInt64 = 5_000_000_000

    private let terminal: Terminal
    private let title: String

    /// What the count counts, for example `devices`.
    private let unit: String
    private let start: UInt64
    private var next: UInt64
    private var hasDrawn = false

    package init(_ title: String, counting unit: String, in terminal: Terminal) {
        self.terminal = terminal
        self.title = title
        self.unit = unit
        start = terminal.surroundings.monotonicNanoseconds()
        // What is done in a moment needs no bar.
        next = start + (terminal.showsProgressLive ? Self.livePause : Self.plainPause)
    }

    /// - Parameters:
    ///   - count: how many have been done.
    ///   - share: of the whole work, from 0 to 1; `nil` when it is not known.
    package mutating func update(_ count: Int64, share: Double?) {
        let now = terminal.surroundings.monotonicNanoseconds()
        guard now >= next else { return }
        next = now + (terminal.showsProgressLive ? Self.livePause : Self.plainPause)
        let line = Self.line(title, count, unit, share: share, seconds: Double(now - start) / 1e9)
        hasDrawn = true
        // "\r" goes back to the line's beginning, and "ESC [ K" clears the rest of it (ECMA-48 §8.3.41).
        terminal.writeError(terminal.showsProgressLive ? "\r\(line)\u{1B}[K" : "\(line)\n")
    }

    /// Takes the bar away.
    package mutating func finish() {
        if hasDrawn, terminal.showsProgressLive { terminal.writeError("\r\u{1B}[K") }
        hasDrawn = false
    }

    /// For example `planning  [######..................]  25 %  260,000 devices, 86,000/s, 9 s left`.
    package static func line(
        _ title: String, _ count: Int64, _ unit: String, share: Double?, seconds: Double
    ) -> String {
        var line = title
        if let share {
            let filled = Int((min(max(share, 0), 1) * Double(barWidth)).rounded(.down))
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
            let percent = String(Int(min(max(share, 0), 1) * 100))
            line += "  [\(bar)]  " + String(repeating: " ", count: 3 - percent.count) + percent + " %"
        }
        line += "  \(grouped(count)) \(unit)"
        guard seconds > 0, count > 0 else { return line }
        line += ", \(grouped(Int64(Double(count) / seconds)))/s"
        if let share, share > 0, share < 1 {
            line += ", \(duration(seconds * (1 - share) / share)) left"
        }
        return line
    }

    /// Digits in groups of three.
    package static func grouped(_ number: Int64) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int64(seconds.rounded(.up))
        return whole < 120 ? "\(whole) s" : "\(whole / 60) min"
    }
}
