import Allocation
import HTTP

/// What browsers say of where a request comes from. A page can neither set nor leave out these fields (fetch.spec.whatwg.org,
/// "forbidden request-header").
extension HTTPFields {
    /// Whether a page of another site, or of another host or port of this one, had the browser send this (w3.org/TR/fetch-metadata,
    /// "Sec-Fetch-Site"). `none` is said of what a person typed, and any other word is taken for the worst. Programs and old
    /// browsers say nothing, and new ones nothing over plain http beyond loopback: then other rules have to hold by themselves.
    var comesFromElsewhere: Bool {
        values(of: "sec-fetch-site").contains { $0 != "same-origin" && $0 != "none" }
    }

    /// Whether the page that had the browser send this came by https.
    ///
    /// The service itself speaks only http, be it behind a proxy that speaks TLS, so its connection does not tell. A browser
    /// sends `Origin` with every method but GET and HEAD (fetch.spec.whatwg.org, "append a request Origin header").
    var comesFromSecurePage: Bool {
        self["origin"]?.hasPrefixFoldingCase("https://") ?? false
    }
}
