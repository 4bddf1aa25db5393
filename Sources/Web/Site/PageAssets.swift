import Foundation

/// The files that pages are made of, as part of the program.
struct PageAssets {
  let response: HTTPResponse
  /// Changes with the bytes.
  private let tag: String

  private init(_ content: HTTPResponse.Content, _ bytes: [UInt8]) {
    var response = HTTPResponse(content, bytes)
    // FNV-1a: to tell versions apart, not to keep anybody out.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    tag = "\"\(String(hash, radix: 16))\""
    response.headers = [("Cache-Control", "no-cache"), ("ETag", tag)]
    self.response = response
  }

  func response(to request: HTTPRequest) -> HTTPResponse {
    guard request.headers["if-none-match"] == tag else { return response }
    var same = response
    same.status = 304
    same.body = []
    return same
  }

  /// The page that every address of the site answers browsers with.
  static let shell = PageAssets(.html, PackageResources.shell_html)

  static let all: [String: PageAssets] = [
    "style.css": PageAssets(.style, PackageResources.style_css),
    "icon.svg": PageAssets(.image, PackageResources.icon_svg),
    "elements.js": PageAssets(.script, PackageResources.elements_js),
    "board.js": PageAssets(.script, PackageResources.board_js),
    "replay.js": PageAssets(.script, PackageResources.replay_js),
    "charts.js": PageAssets(.script, PackageResources.charts_js),
    "runs.js": PageAssets(.script, PackageResources.runs_js),
    "play.js": PageAssets(.script, PackageResources.play_js),
    "ladder.js": PageAssets(.script, PackageResources.ladder_js),
    "site.js": PageAssets(.script, PackageResources.site_js),
  ]

  /// What a page that stands alone needs, in order: its styles and scripts.
  static let standalone = (
    styles: [PackageResources.style_css],
    scripts: [
      PackageResources.elements_js, PackageResources.board_js, PackageResources.replay_js,
      PackageResources.charts_js, PackageResources.runs_js, PackageResources.report_js,
    ]
  )
}
