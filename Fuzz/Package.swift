// swift-tools-version: 6.2

import PackageDescription

/// The product's own sources (by the link `Product`), compiled once more: watched by libFuzzer, and
/// by the address sanitizer for what goes beside its buffer. They are in one package with the
/// program that feeds them, so that `package` declarations are open to it.
let watched: [SwiftSetting] = [
  .unsafeFlags(["-sanitize=fuzzer,address", "-Xfrontend", "-disable-cmo"]),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let watchedC = ["-fsanitize=fuzzer-no-link", "-fsanitize=address"]

let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    .systemLibrary(name: "CCSV", path: "Product/CCSV"),
    .systemLibrary(name: "CZlib", path: "Product/CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZip", path: "Product/CZip", pkgConfig: "libzip"),
    .systemLibrary(name: "CZstd", path: "Product/CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CCrypto", path: "Product/CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CPCRE", path: "Product/CPCRE", pkgConfig: "libpcre2-8"),
    .systemLibrary(name: "CFuzzer"),
    .target(
      name: "CSimdjson", path: "Product/CSimdjson",
      cxxSettings: [.unsafeFlags(["-O3"] + watchedC)],
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(
      name: "FlatFiles", dependencies: ["CCSV", "CZlib", "CZip", "CZstd", "CCrypto", "CSimdjson"],
      path: "Product/FlatFiles", swiftSettings: watched),
    .target(
      name: "Layouts",
      dependencies: ["FlatFiles", "CPCRE", .product(name: "Yams", package: "Yams")],
      path: "Product/Layouts", swiftSettings: watched),
    .executableTarget(
      name: "fuzz", dependencies: ["FlatFiles", "Layouts", "CFuzzer"],
      swiftSettings: watched,
      linkerSettings: [
        .unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
