/// One build of the inner loops: its witness table is the table of its functions.
///
/// `KernelsPortable`, `KernelsAVX2` and `KernelsAVX512` each have a `Loops` that conforms. Channels
/// and outputs of boards are padded to whole vectors of 16 floats.
public protocol KernelSet: SendableMetatype {
  /// Whether products are fused with their sums, which makes these products faster than OpenBLAS'.
  static var isFused: Bool { get }

  // MARK: Products

  /// target = (target or 0) + bias + left right, then optionally rectified.
  ///
  /// Every element is summed over the depth in ascending order whatever its block, so its bits
  /// depend neither on the number of rows nor on where its row stands.
  ///
  /// - Parameters:
  ///   - rows, outputs, depth: the sizes. `outputs` need not be a multiple of 16.
  ///   - left: element (row, k) at `row * rowStride + k * depthStride`.
  ///   - right: element (k, output) at `k * rightStride + output`; readable up to the next multiple
  ///     of 16 outputs.
  ///   - bias: `[outputs]`, as padded as `right`; nil is none.
  ///   - target: element (row, output) at `row * targetStride + output`.
  static func multiply(
    rows: Int, outputs: Int, depth: Int, left: UnsafePointer<Float>, rowStride: Int,
    depthStride: Int, right: UnsafePointer<Float>, rightStride: Int, bias: UnsafePointer<Float>?,
    addsTarget: Bool, isRectified: Bool, target: UnsafeMutablePointer<Float>, targetStride: Int)

  // MARK: Winograd's convolution

  /// Bᵀ d B of every tile of `positions` positions: bordered planes to Winograd planes.
  ///
  /// - Parameters:
  ///   - part: the channels to do, whole vectors.
  ///   - source: `[positions, borderedPoints, channels]`, `sourceStride` floats a position.
  ///   - lineStride: points from line to line.
  static func spreadTiles(
    _ tiling: Tiling, positions: Int, channels: Int, part: Range<Int>, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>)
  /// A y Aᵀ of every tile: gradients of bordered outputs to Winograd planes.
  static func expandTiles(
    _ tiling: Tiling, positions: Int, channels: Int, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>)
  /// Aᵀ p A of every tile, plus bias and skip, optionally rectified: Winograd planes to bordered
  /// planes.
  ///
  /// - Parameters:
  ///   - part: the channels to do, whole vectors.
  ///   - bias: `[channels]`; nil is none.
  ///   - skip: laid out as `target`, which it may be; nil is none.
  static func collectTiles(
    _ tiling: Tiling, positions: Int, channels: Int, part: Range<Int>, planes: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, skip: UnsafePointer<Float>?, isRectified: Bool,
    target: UnsafeMutablePointer<Float>, targetStride: Int, lineStride: Int)
  /// One product for each plane of `points`: transformed inputs times transformed weights.
  static func multiplyPlanes(
    _ tiling: Tiling, points: Range<Int>, positions: Int, channels: Int, outputs: Int,
    inputs: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>)
  /// G g Gᵀ of every pair of channels: `[3, 3, channels, outputs]` to one plane for
  /// each point, ordered by `weightPlace`.
  static func transformWeights(
    _ tiling: Tiling, channels: Int, outputs: Int, kernels: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>)
  /// Adds Gᵀ u G: gradients of transformed weights, `[point, channels, outputs]`, to those of
  /// kernels, `[3, 3, channels, outputs]`.
  static func collectWeightGradients(
    _ tiling: Tiling, channels: Int, outputs: Int, gradients: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>)

  // MARK: Loops over contiguous floats

  /// target += source.
  static func add(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int)
  /// sums[column] += Σ source[row, column], the rows in ascending order.
  static func addColumns(
    of source: UnsafePointer<Float>, rows: Int, width: Int, stride: Int,
    to sums: UnsafeMutablePointer<Float>)
  /// Σ elements^2, in double precision from vector to vector.
  static func sumOfSquares(_ elements: UnsafePointer<Float>, count: Int) -> Double
  /// target[column, row] = source[row, column], with the rows of the target `targetStride` apart.
  ///
  /// Columns of the target from `rows` to the next multiple of 16 become zero.
  static func transpose(
    rows: Int, columns: Int, source: UnsafePointer<Float>, sourceStride: Int,
    target: UnsafeMutablePointer<Float>, targetStride: Int)

  // MARK: Activations

  /// elements = max(elements, 0).
  static func rectify(_ elements: UnsafeMutablePointer<Float>, count: Int)
  /// slope = 0 where the rectified output is 0.
  static func rectifyGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int)
  /// elements = tanh(elements), within 2e-7 relatively.
  static func hyperbolicTangent(_ elements: UnsafeMutablePointer<Float>, count: Int)
  /// slope *= 1 - output^2.
  static func hyperbolicTangentGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int)
  /// elements = elements tanh(log(1 + exp(elements))).
  static func mish(_ elements: UnsafeMutablePointer<Float>, count: Int)
  /// slope *= the derivative of mish at `input`.
  static func mishGradient(
    _ slope: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, count: Int)

  // MARK: Optimisers, each one pass over parameters, gradients and moments

  /// velocity = momentum velocity + slope; parameters -= rate * velocity, or by Nesterov's
  /// look-ahead.
  ///
  /// - Parameters:
  ///   - velocities: nil when there is no momentum.
  ///   - scale: what gradients are multiplied by first.
  ///   - decay: times the parameter, is added to the gradient.
  static func updateByMomentum(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    velocities: UnsafeMutablePointer<Float>?, count: Int, rate: Float, scale: Float, decay: Float,
    momentum: Float, isNesterov: Bool)
  /// Adam: parameters = keep * parameters - pace * mean / (sqrt(square) * rootScale + epsilon).
  ///
  /// - Parameters:
  ///   - pace: the rate over the correction of the first moment's bias.
  ///   - rootScale: 1 over the root of the correction of the second moment's bias.
  ///   - keep: what decoupled decay leaves of a parameter.
  static func updateByMoments(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int,
    scale: Float, beta1: Float, beta2: Float, epsilon: Float, pace: Float, rootScale: Float,
    keep: Float)
  /// RMSprop: parameters -= rate * slope / (sqrt(square) + outer), square + inner under the root.
  static func updateBySquares(
    _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    squares: UnsafeMutablePointer<Float>, count: Int, rate: Float, scale: Float, smoothing: Float,
    innerEpsilon: Float, outerEpsilon: Float)
}

extension KernelSet {
  /// Outputs of a block of transformed weights: as many as a product keeps in registers, so that it
  /// reads them from beginning to end. OpenBLAS, which multiplies in backward runs of builds that
  /// cannot fuse, cuts blocks of its own.
  @inlinable public static var weightBlock: Int { isFused ? 64 : .max }

  /// Where a transformed weight lies within its plane: `[block, channel, output of the block]`.
  @inlinable
  public static func weightPlace(
    _ channel: Int, _ output: Int, channels: Int, outputs: Int
  ) -> Int {
    let start = output / weightBlock &* weightBlock
    let width = min(weightBlock, outputs &- start)
    return start &* channels &+ channel &* width &+ (output &- start)
  }
}
