extension LibraryMath {
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
