// What the processor can do, and how it treats tiny numbers. Header only, no C source of our own.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Whether code built for x86-64-v3 may run here.
static inline bool processor_has_avx2(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
#else
  return false;
#endif
}

/// Whether code built for x86-64-v4 may run here.
static inline bool processor_has_avx512(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

typedef float processor_lanes __attribute__((ext_vector_type(16)));

/// The square root of each lane. Swift's own `squareRoot()` of a vector is sixteen calls.
static inline processor_lanes processor_square_root(processor_lanes x) {
  return __builtin_elementwise_sqrt(x);
}

/// Makes this thread's float arithmetic read numbers too small to be normal as zero, and write
/// zero for them. Returns what `processor_restore_subnormals` takes to undo it.
static inline uint64_t processor_flush_subnormals(void) {
#if defined(__x86_64__)
  // Bit 15 flushes results to zero, bit 6 reads operands as zero.
  uint32_t control = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(control | 0x8040);
  return control;
#elif defined(__aarch64__)
  // Bit 24 does both.
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (1u << 24)) : "memory");
  return control;
#else
  return 0;
#endif
}

static inline void processor_restore_subnormals(uint64_t control) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((uint32_t)control);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(control) : "memory");
#else
  (void)control;
#endif
}
