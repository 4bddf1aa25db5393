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
enum LibraryMath {}
