import Allocation

/// One thing in the history's chain, with its link.
enum ChainElement {
    case assignment(ChainedAssignment, link: SHA256Digest?)
    case event(HistoryEvent, link: SHA256Digest)
    case cut(HistoryCut)
}

extension ChainWalk {
    mutating func add(_ element: ChainElement) throws(HistoryFault) {
        switch element {
        case .assignment(let assignment, let link): try add(assignment, link: link)
        case .event(let event, let link): try add(event, link: link)
        case .cut(let cut): try add(cut)
        }
    }
}
