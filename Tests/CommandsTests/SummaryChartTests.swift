import Allocation
import CommandLineInterface
import Testing

@testable import Commands

@Suite struct SummaryChartTests {
    private static func chart(_ bucket: SummaryQuery.Bucket = .hour) -> SummaryChart {
        let start = Timestamp(milliseconds: 1_801_418_400_000)
        let next = Timestamp(milliseconds: start.milliseconds + 3_600_000)
        let query = SummaryQuery(
            by: .outcome, in: bucket, since: start, until: Timestamp(milliseconds: next.milliseconds + 1))
        let summary = AssignmentSummary([
            .init(start: start, value: "assigned", count: 12_000),
            .init(start: start, value: "rejected", count: 1), .init(start: next, value: nil, count: 6_000),
        ])
        return SummaryChart(of: summary, for: query)
    }

    @Test func `bars are as long as their counts beside the largest, and what is there is seen`() {
        let bar = String(repeating: "#", count: 40)
        #expect(
            Self.chart().bars(fitting: nil).text() == """
                WHEN (UTC)        OUTCOME    COUNT
                2027-01-31 18:00  assigned  12,000  \(bar)
                                  rejected       1  #
                2027-01-31 19:00  -          6,000  \(bar.prefix(20))

                """)
    }

    @Test(arguments: [46, 60, 80, 132])
    func `they fill the terminal and no more`(room: Int) {
        let lines = Self.chart().bars(fitting: room).text(fitting: room).split(separator: "\n")
        #expect(lines.map(\.count).max() == min(room, 96))
        #expect(!lines.joined().contains("…"))
    }

    @Test(arguments: [22, 40])
    func `on a narrow one the other columns give way`(room: Int) {
        let lines = Self.chart().bars(fitting: room).text(fitting: room).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= room })
        #expect(lines[1].contains("#"))
    }

    @Test(arguments: [
        (SummaryQuery.Bucket.minute, "2027-01-31 18:00 "), (.hour, "2027-01-31 18:00 "),
        (.day, "2027-01-31 "), (.month, "2027-01 "),
    ])
    func `a time has as much as tells it from the others`(bucket: SummaryQuery.Bucket, text: String) {
        let lines = Self.chart(bucket).bars(fitting: nil).text().split(separator: "\n")
        #expect(lines[1].hasPrefix(text + " "))
    }

    @Test func `totals tell the shares`() {
        #expect(
            Self.chart().totals.text() == """
                OUTCOME    TOTAL  SHARE
                assigned  12,000  66.7 %
                rejected       1  0.0 %
                -          6,000  33.3 %

                """)
    }

    @Test func `only a terminal with colours gets some`() {
        let plain = Self.chart().bars(fitting: 80).text(fitting: 80)
        #expect(!plain.contains("\u{1B}"))
        let coloured = Self.chart().bars(fitting: 80).text(fitting: 80, isColoured: true)
        #expect(coloured.contains("\u{1B}[32massigned\u{1B}[0m") && coloured.contains("\u{1B}[31mrejected"))
    }
}
