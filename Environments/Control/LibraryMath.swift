/// What the C library's functions return, bit for bit, in a fraction of their time.
///
/// Two correct programs agree in every bit only if they round alike, so tasks that reproduce
/// another program's trajectories need its `sin`, not a better one. A rounded result is certain,
/// though, as soon as the exact value is known to lie farther from the midpoint of two neighbouring
/// doubles than the library's own error reaches: then the library must round the same way. These
/// functions compute the value as a sum of two doubles, test that distance, and ask the library in
/// the few cases that are too close to call.
///
/// Errors are in units of the last place of the result, beyond the half unit of rounding; where the
/// library states none small enough, they were measured. The test that follows each approximation
/// `high + low` is Ziv's: stretching `low` by twice the doubt must not change the rounded sum. Tests
/// compare every function with the library over many arguments.
enum LibraryMath {
  /// NumPy's float32 cosine for |x| <= pi/4, which is not the C library's: a polynomial in fused
  /// multiply-adds, off by up to 1.5 units in the last place.
  ///
  /// Source: NumPy 2.4 `loops_trigonometric.dispatch.cpp`.
  static func float32Cosine(ofSmall x: Float) -> Float {
    let square = x * x
    var sum = Float(-0x1.6c06dcp-10).addingProduct(0x1.98e616p-16, square)
    sum = Float(0x1.55553cp-05).addingProduct(sum, square)
    sum = Float(-0.5).addingProduct(sum, square)
    return Float(1).addingProduct(sum, square)
  }

  /// NumPy's float32 sine for |x| <= pi/4.
  static func float32Sine(ofSmall x: Float) -> Float {
    let square = x * x
    var sum = Float(-0x1.a06bbap-13).addingProduct(0x1.7d3bbcp-19, square)
    sum = Float(0x1.11119ap-07).addingProduct(sum, square)
    sum = Float(-0x1.555556p-03).addingProduct(sum, square)
    return x.addingProduct(sum * square, x)
  }
}
