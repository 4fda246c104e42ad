/// One step of a schema: a file of SQL, compiled into the program.
package struct Migration: Sendable {
    /// The file's name without its ending, for example `0001_inventory`.
    package let name: String

    /// The SQL, as the file has it.
    package let sql: [UInt8]

    /// What people write: divisions, rules, devices, keys. In the order in which they apply.
    package static let inventory = [
        Migration(name: "0001_inventory", sql: PackageResources._001_inventory_sql),
        Migration(
            name: "0002_devices_and_changes", sql: PackageResources._002_devices_and_changes_sql),
        Migration(name: "0003_imports", sql: PackageResources._003_imports_sql),
        Migration(
            name: "0004_idempotent_requests", sql: PackageResources._004_idempotent_requests_sql),
        Migration(name: "0005_sightings", sql: PackageResources._005_sightings_sql),
        Migration(name: "0006_key_revisions", sql: PackageResources._006_key_revisions_sql),
        Migration(name: "0007_lasting_numbers", sql: PackageResources._007_lasting_numbers_sql),
        Migration(name: "0008_policy_revisions", sql: PackageResources._008_policy_revisions_sql),
        Migration(name: "0009_unmatched", sql: PackageResources._009_unmatched_sql),
        Migration(name: "0010_watches", sql: PackageResources._010_watches_sql),
    ]

    /// What the service writes: the assignment history. In the order in which they apply.
    package static let history = [
        Migration(name: "0001_history", sql: PackageResources._001_history_sql),
        Migration(name: "0002_linked_hubs", sql: PackageResources._002_linked_hubs_sql),
        Migration(name: "0003_chain", sql: PackageResources._003_chain_sql),
        Migration(name: "0004_totals", sql: PackageResources._004_totals_sql),
    ]
}
