/// The version that the ledger, manifests and `--version` name.
package enum ToolVersion {
  package static let current = "0.1.0"
}
